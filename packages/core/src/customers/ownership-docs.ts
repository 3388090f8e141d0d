import type { ContractDocs } from '../kit/index.ts'
import type { ownershipContract } from './ownership-contract.ts'

const done = { customerId: 'cus_li', outcome: 'done', version: 2 }

/** What the endpoints of ownership are for, with an example of each: for documents and tests alone. */
export const ownershipDocs = {
  listOwners: {
    summary: {
      zh: '某日由谁管户、各占多少,以及移交记录',
      en: 'Whose customer it was on a day, with shares and the log',
    },
    example: {
      params: { id: 'cus_li' },
      query: { asOf: '2026-03-05' },
      returns: {
        customerId: 'cus_li',
        version: 2,
        asOf: '2026-03-05',
        owners: [
          { staffId: 'stf_chen', shareBp: 7_000, fromOn: '2026-03-01', main: true },
          { staffId: 'stf_wu', shareBp: 3_000, fromOn: '2026-03-01', main: false },
        ],
        log: [
          {
            id: 'own_01',
            customerId: 'cus_li',
            onDay: '2026-03-01',
            deed: 'share',
            from: [{ staffId: 'stf_chen', shareBp: 10_000 }],
            to: [
              { staffId: 'stf_chen', shareBp: 7_000 },
              { staffId: 'stf_wu', shareBp: 3_000 },
            ],
            reason: '共同维护',
            byStaffId: 'stf_chen',
            at: '2026-03-01T01:00:00.000Z',
          },
        ],
        names: { stf_chen: '陈波', stf_wu: '吴桐' },
      },
    },
  },
  listCandidates: {
    summary: { zh: '可以管户的员工', en: 'Who may look after a customer' },
    example: {
      params: { id: 'cus_li' },
      returns: {
        items: [{ staffId: 'stf_wu', name: '吴桐', branchId: 'brn_town', branchName: '城关支行' }],
      },
    },
  },
  claim: {
    summary: { zh: '认领无人管户的客户', en: 'Take on a customer whom nobody looks after' },
    example: { params: { id: 'cus_li' }, returns: done },
  },
  handOver: {
    summary: { zh: '移交一位客户', en: 'Hand a customer over to a colleague' },
    example: {
      params: { id: 'cus_li' },
      body: { toId: 'stf_wu', reason: '客户迁居' },
      returns: done,
    },
  },
  shareOut: {
    summary: { zh: '按比例共同管户', en: 'Share a customer out among several' },
    example: {
      params: { id: 'cus_li' },
      body: {
        shares: [
          { staffId: 'stf_chen', shareBp: 7_000 },
          { staffId: 'stf_wu', shareBp: 3_000 },
        ],
        reason: '共同维护',
      },
      returns: { ...done, outcome: 'waiting', version: 1, approvalId: 'apv_01' },
    },
  },
  handOverBook: {
    summary: { zh: '移交一名客户经理名下的全部客户', en: 'Hand a whole book over' },
    example: {
      body: { fromId: 'stf_chen', toId: 'stf_wu', reason: '岗位调整' },
      returns: { moved: 126, waiting: 2 },
    },
  },
} as const satisfies ContractDocs<typeof ownershipContract>
