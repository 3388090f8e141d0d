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
} as const satisfies ContractDocs<typeof goldenContract>
