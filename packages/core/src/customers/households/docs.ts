import type { ContractDocs } from '../../kit/index.ts'
import type { householdContract } from './contract.ts'

const person = {
  version: 1,
  kind: 'person',
  village: '桃园村',
  branchId: 'brn_town',
  managerId: 'stf_chen',
  status: 'active',
}
const line = (customerId: string, name: string, role: string) => ({
  membership: {
    householdId: 'hhd_zhang',
    customerId,
    role,
    fromOn: '2003-05-19',
    reason: '户口本',
  },
  customer: { ...person, id: customerId, name },
})
const household = {
  id: 'hhd_zhang',
  version: 1,
  asOf: '2026-03-05',
  cause: 'hand',
  formedOn: '2003-05-19',
  members: [line('cus_zhang', '张建国', 'head'), line('cus_zhangwife', '刘秀英', 'member')],
  earlier: [],
  leftOut: 0,
}
const params = { id: 'cus_zhang' }
const now = { on: '2026-03-05' }

/** What the endpoints of households are for, with an example of each: for documents and tests alone. */
export const householdDocs = {
  findHousehold: {
    summary: {
      zh: '客户在某日所属的家庭,及其以前的成员',
      en: 'The household a customer belongs to on a day, and who belonged to it before',
    },
    example: { params, query: { asOf: '2026-03-05' }, returns: { household } },
  },
  formHousehold: {
    summary: { zh: '以该客户为户主建立家庭', en: 'Form a household with the customer as its head' },
    example: {
      params,
      body: { members: ['cus_zhangwife'], fromOn: '2003-05-19', reason: '户口本' },
      returns: household,
    },
  },
  addToHousehold: {
    summary: { zh: '某日起加入家庭', en: 'Take somebody into the household from a day on' },
    example: {
      params,
      body: { members: ['cus_zhangson'], ...now, reason: '户口本' },
      returns: { ...household, version: 2 },
    },
  },
  leaveHousehold: {
    summary: {
      zh: '某日起离开家庭,或分户自立',
      en: 'Leave the household from a day on, or split off as one of their own',
    },
    example: {
      params,
      body: { members: ['cus_zhangson'], ownHeadId: 'cus_zhangson', ...now, reason: '分户' },
      returns: { ...household, version: 3 },
    },
  },
  joinHouseholds: {
    summary: {
      zh: '某日起将另一户并入',
      en: 'Take another household in, whole, from a day on',
    },
    example: {
      params,
      body: { otherId: 'cus_zhangson', ...now, reason: '并户' },
      returns: { ...household, version: 4 },
    },
  },
} as const satisfies ContractDocs<typeof householdContract>
