import type { ContractDocs } from '../kit/index.ts'
import type { sourceContract } from './contract.ts'

const done = {
  id: 'dlv_7m2',
  source: 'shiqiao-core',
  records: 'accounts',
  file: 'accounts.dat',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  encoding: 'gb18030',
  lines: 12_000,
  accepted: 11_988,
  unchanged: 0,
  rejected: 12,
  status: 'done',
  startedAt: '2026-03-05T18:00:00.000Z',
  finishedAt: '2026-03-05T18:00:09.000Z',
}
/** What the endpoints of `/sources` are for, with an example of each: for documents and tests alone. */
export const sourceDocs = {
  listDeliveries: {
    summary: { zh: '各系统日终文件的入库台账', en: 'The ledger of day-end files, newest first' },
    example: { query: { source: 'shiqiao-core' }, returns: { items: [done] } },
  },
  listRejections: {
    summary: {
      zh: '被拒绝的行及原因',
      en: 'The lines of a file that were not taken, each with its reason',
    },
    example: {
      params: { id: 'dlv_7m2' },
      returns: {
        items: [
          {
            deliveryId: 'dlv_7m2',
            line: 4711,
            column: 'OPEN_DT',
            code: 'row.not_a_day',
            found: { masked: '***' },
          },
        ],
      },
    },
  },
} as const satisfies ContractDocs<typeof sourceContract>
