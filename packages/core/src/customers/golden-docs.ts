import type { ContractDocs } from '../kit/index.ts'
import type { goldenContract } from './golden-contract.ts'

const auntLi = {
  id: 'cus_li',
  version: 1,
  kind: 'person',
  name: '李桂芳',
  gender: 'female',
  bornOn: '1968-02-21',
  birthdayCalendar: 'lunar',
  idNumber: { masked: '5****************X' },
  phone: { masked: '154****5678' },
  village: '柳河村',
  branchId: 'brn_town',
  managerId: 'stf_chen',
  openedOn: '2009-04-12',
  status: 'active',
}

/** What the endpoints of golden records are for, with an example of each: for documents and tests alone. */
export const goldenDocs = {
  create: {
    summary: { zh: '新建客户', en: 'Write a customer down for the first time' },
    example: {
      body: { kind: 'person', name: '何春花', phone: '154 0012 9001', village: '柳河村' },
      returns: { ...auntLi, id: 'cus_he', name: '何春花', phone: { masked: '154****9001' } },
    },
  },
  edit: {
    summary: {
      zh: '就地修改客户资料;客户本人确认的,不再被系统导入覆盖',
      en: 'Change a customer in place; what they confirmed no source overwrites',
    },
    example: {
      params: { id: 'cus_li' },
      body: { phone: '154 0012 5679', confirmed: true },
      returns: { ...auntLi, version: 2, phone: { masked: '154****5679' } },
    },
  },
  close: {
    summary: { zh: '关闭客户(不删除资料)', en: 'Close a customer; nothing is deleted' },
    example: { params: { id: 'cus_sun' }, returns: { ...auntLi, status: 'closed' } },
  },
  getProvenance: {
    summary: {
      zh: '每个字段来自哪个系统、为何采用,以及各系统原来的说法',
      en: 'Where each value comes from and why it survived, and what every source said',
    },
    example: {
      params: { id: 'cus_li' },
      returns: {
        customer: auntLi,
        fields: [
          {
            field: 'name',
            from: 0,
            on: '2009-04-12',
            confirmed: false,
            reason: { code: 'survivorship.only', facts: { source: 'core' } },
          },
        ],
        sources: [
          {
            customerId: 'cus_li',
            source: 'core',
            sourceKey: '0001238',
            receivedAt: '2026-03-05T01:00:00.000Z',
            since: { name: '2009-04-12' },
            confirmed: [],
            none: [],
            name: '李桂芳',
          },
        ],
      },
    },
  },
  listConflicts: {
    summary: {
      zh: '某系统与黄金记录不一致之处,供其更正',
      en: 'Where a source says something else than what survived, for it to be put right',
    },
    example: {
      params: { source: 'core' },
      returns: { items: [] },
    },
  },
  getHistory: {
    summary: {
      zh: '客户资料的每个版本:何时、由谁、因何变更',
      en: 'Every version of a customer: when, by whom and why it changed',
    },
    example: {
      params: { id: 'cus_li' },
      returns: {
        items: [
          {
            customer: auntLi,
            fromOn: '2026-03-05',
            at: '2026-03-05T01:00:00.000Z',
            cause: 'edit',
            bySource: 'desk',
            byStaffId: 'stf_chen',
            changed: ['phone'],
          },
        ],
      },
    },
  },
  getAsOf: {
    summary: { zh: '客户资料在某日的样子', en: 'A customer as they were on a day' },
    example: { params: { id: 'cus_li', day: '2026-03-01' }, returns: auntLi },
  },
  restore: {
    summary: { zh: '恢复到以前的版本', en: 'Go back to an earlier version' },
    example: { params: { id: 'cus_li' }, body: { to: 1 }, returns: auntLi },
  },
} as const satisfies ContractDocs<typeof goldenContract>
