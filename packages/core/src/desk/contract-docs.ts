import { customerDocs } from '../customers/index.ts'
import { holdingDocs } from '../holdings/index.ts'
import type { ContractDocs } from '../kit/index.ts'
import { reminderDocs } from '../reminders/index.ts'
import type { callerContract } from './caller-contract.ts'
import { callerDocs } from './caller-docs.ts'
import type { deskContract } from './contract.ts'
import type { openWorkContract } from './open-work.ts'
import type { timelineContract } from './timeline.ts'

/** What the endpoints of `/desk` are for, with an example of each: for documents and tests alone. */
export const deskDocs = {
  ...callerDocs,
  getOverview: {
    summary: { zh: '客户360°视图', en: 'The 360° view of a customer' },
    example: {
      params: { id: 'cus_li' },
      returns: {
        customer: customerDocs.get.example.returns,
        asOf: '2026-03-05',
        currency: 'CNY',
        assetsFen: 9_286_540,
        debtsFen: 0,
        accounts: holdingDocs.listAccounts.example.returns.items,
        holdings: holdingDocs.listHoldings.example.returns.items,
        movements: holdingDocs.listMovements.example.returns.items,
        reminders: [reminderDocs.get.example.returns],
      },
    },
  },
  unmask: {
    summary: {
      zh: '凭事由查看一项被遮蔽的内容,60 秒内有效',
      en: 'Show one masked value for a minute, for a reason',
    },
    example: {
      body: {
        customerId: 'cus_li',
        resource: 'customer',
        id: 'cus_li',
        field: 'phone',
        reason: '核对联系方式',
      },
      returns: { value: '13800000000', until: '2026-03-05T01:01:00.000Z', left: 29 },
    },
  },
  getOpenWork: {
    summary: { zh: '客户名下待处理事项的数量', en: 'What waits to be done about a customer' },
    example: {
      params: { id: 'cus_li' },
      returns: { overdueLoans: 0, pressingReminders: 1, overdueSteps: 0, approvals: 0 },
    },
  },
  getTimeline: {
    summary: {
      zh: '客户的全部往来:交易、提醒、同意与资料变更,最新在前',
      en: 'Everything that was said and done with a customer, the latest first',
    },
    example: {
      params: { id: 'cus_li' },
      query: { limit: '20' },
      returns: {
        items: [
          {
            id: 'mov_li1n021',
            kind: 'movement',
            on: '2026-03-04',
            movement: holdingDocs.listMovements.example.returns.items[0],
          },
          {
            id: 'cus_li.2',
            kind: 'change',
            on: '2026-03-02',
            change: {
              version: 2,
              cause: 'edit',
              bySource: 'desk',
              byStaffId: 'stf_chen',
              fields: ['village'],
            },
          },
        ],
      },
    },
  },
} as const satisfies ContractDocs<
  typeof deskContract & typeof callerContract & typeof openWorkContract & typeof timelineContract
>
