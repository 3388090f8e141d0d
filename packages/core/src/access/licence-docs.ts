import type { ContractDocs } from '../kit/index.ts'
import type { licenceEndpoints } from './licence-contract.ts'

/** What the endpoints of the licence are for. */
export const licenceDocs = {
  getLicence: {
    summary: {
      zh: '授权状态、模块与席位',
      en: 'How the licence stands: days left, modules, seats',
    },
    example: {
      returns: {
        state: 'valid',
        reach: 'all',
        reason: { code: 'licence.valid', facts: { on: '2026-12-31', days: 301 } },
        daysLeft: 301,
        licenceId: 'lic_2026',
        vendor: '示例软件公司',
        expiresOn: '2026-12-31',
        modules: [
          { name: 'customers', on: true },
          { name: 'segments', on: false },
        ],
        seats: { taken: 18, of: 50, most: 55 },
        features: [],
      },
    },
  },
  listSeats: {
    summary: { zh: '占用席位的员工', en: 'Who holds a seat of the licence' },
    example: {
      query: { limit: '20' },
      returns: {
        items: [
          {
            staffId: 'stf_chen',
            name: '陈波',
            takenAt: '2026-03-02T01:00:00.000Z',
            lastSeenOn: '2026-03-05',
          },
        ],
      },
    },
  },
  freeSeat: {
    summary: { zh: '释放某员工的席位', en: 'Free the seat that somebody holds' },
    example: {
      params: { id: 'stf_liu' },
      returns: {
        staffId: 'stf_liu',
        name: '刘芳',
        takenAt: '2026-03-02T01:00:00.000Z',
        lastSeenOn: '2026-03-04',
      },
    },
  },
  exportMeter: {
    summary: {
      zh: '导出用量记录(逐日链式、签名)',
      en: 'The meter to hand to the vendor: chained day by day, and signed',
    },
    example: {
      returns: {
        lines: [
          '{"activeSeats":18,"bankId":"bnk_shiqiao","calls":{"customers":412},"day":"2026-03-04","hash":"…","n":1,"previous":"…"}',
          '{"algorithm":"Ed25519","at":"2026-03-05T01:00:00.000Z","bankId":"bnk_shiqiao","days":1,"head":"…","keyId":"sign-1","licenceId":"lic_2026","signature":"…"}',
        ],
      },
    },
  },
} as const satisfies ContractDocs<typeof licenceEndpoints>
