import { customerDocs } from '../customers/index.ts'
import { holdingDocs } from '../holdings/index.ts'
import type { ContractDocs } from '../kit/index.ts'
import { reminderDocs } from '../reminders/index.ts'
import type { callerContract } from './caller-contract.ts'
import { callerDocs } from './caller-docs.ts'
import type { deskContract } from './contract.ts'

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
} as const satisfies ContractDocs<typeof deskContract & typeof callerContract>
