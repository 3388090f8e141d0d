import type { ContractDocs } from '../../kit/index.ts'
import type { relationshipContract } from './contract.ts'

const person = {
  version: 1,
  kind: 'person',
  village: '桃园村',
  branchId: 'brn_town',
  managerId: 'stf_chen',
  status: 'active',
}
const zhang = { ...person, id: 'cus_zhang', name: '张建国' }
const wife = { ...person, id: 'cus_zhangwife', name: '刘秀英' }

const spouse = {
  id: 'rel_zhang1',
  version: 1,
  customerId: 'cus_zhang',
  otherId: 'cus_zhangwife',
  role: 'spouse',
  fromOn: '2000-10-01',
  source: 'desk',
  reason: '结婚证',
  addedBy: 'stf_chen',
  addedAt: '2026-03-05T01:00:00.000Z',
}
const neighbour = {
  ...spouse,
  id: 'rel_zhang2',
  otherId: undefined,
  otherName: '孙大海',
  otherKind: 'person',
  role: 'guarantor',
  amountFen: 5_000_000,
  reason: '保证合同',
}
const qiang = { ...person, id: 'cus_wangqiang', name: '王强', village: undefined }

/** What the endpoints of relationships are for, with an example of each: for documents and tests alone. */
export const relationshipDocs = {
  listRelationships: {
    summary: {
      zh: '客户在某日的关系人;看不到的客户只计数,不透露是谁',
      en: 'Who is what to a customer on a day; whom the reader does not see is counted, not named',
    },
    example: {
      params: { id: 'cus_zhang' },
      query: { asOf: '2026-03-05' },
      returns: {
        items: [{ relationship: spouse, other: wife }, { relationship: neighbour }],
        leftOut: 1,
      },
    },
  },
  addRelationship: {
    summary: { zh: '登记一项关系,并说明依据', en: 'Write a relationship down, and on what ground' },
    example: {
      params: { id: 'cus_zhang' },
      body: { role: 'spouse', otherId: 'cus_zhangwife', fromOn: '2000-10-01', reason: '结婚证' },
      returns: spouse,
    },
  },
  endRelationship: {
    summary: { zh: '某日起终止一项关系', en: 'End a relationship from a day on' },
    example: {
      params: { id: 'cus_zhang', relationship: 'rel_zhang2' },
      body: { on: '2026-03-05', reason: '贷款已结清' },
      returns: { ...neighbour, version: 2, toOn: '2026-03-05', endReason: '贷款已结清' },
    },
  },
  undoRelationship: {
    summary: {
      zh: '撤销对该关系的最后一次操作:登记或终止',
      en: 'Take back what was last done to a relationship: that it was added, or ended',
    },
    example: {
      params: { id: 'cus_zhang', relationship: 'rel_zhang2' },
      returns: { ...neighbour, version: 3 },
    },
  },
  getNetwork: {
    summary: {
      zh: '客户周围几步之内的关系网络',
      en: 'The network around a customer, a few steps far',
    },
    example: {
      params: { id: 'cus_zhang' },
      query: { steps: '2' },
      returns: {
        asOf: '2026-03-05',
        customers: [zhang, wife],
        relationships: [spouse, neighbour],
        leftOut: 1,
        more: false,
      },
    },
  },
  getGuarantees: {
    summary: {
      zh: '客户的对外担保、获得的担保及所在担保圈',
      en: 'For whom a customer guarantees, who for them, and the circles of it',
    },
    example: {
      params: { id: 'cus_zhang' },
      returns: {
        given: [],
        taken: [{ relationship: neighbour }],
        givenFen: 0,
        takenFen: 5_000_000,
        givenUnlimited: 0,
        takenUnlimited: 0,
        indirect: [],
        circles: [],
        leftOut: 0,
      },
    },
  },
  getBeneficialOwners: {
    summary: {
      zh: '企业的受益所有人:沿股权链相乘后持股达到 25% 的自然人、实际控制人',
      en: 'Who in the end owns a firm: a quarter or more along all chains, or in control',
    },
    example: {
      params: { id: 'cus_wang' },
      returns: {
        owners: [
          {
            customer: qiang,
            why: 'share',
            shareBp: 10_000,
            chains: [{ through: ['cus_wangqiang'], shareBp: 10_000 }],
          },
        ],
        between: [],
        unknownBp: 0,
        leftOut: 0,
      },
    },
  },
} as const satisfies ContractDocs<typeof relationshipContract>
