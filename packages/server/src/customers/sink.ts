import { type CustomerDraft, RowRefused, type Said } from '@crm/core'
import { withoutNulls } from '../kit/row.ts'
import type { Sink } from '../kit/sink.ts'
import { hear, type Word } from './golden.ts'

/** What a source says of customers; one at an office that is not there is refused. */
export const customerSink: Sink<CustomerDraft> = async (rows, context) => {
  const { db, bankId, sourceName, idOf, refuse } = context
  const offices = await db
    .selectFrom('branch')
    .select('branch_id')
    .where('bank_id', '=', bankId)
    .execute()
  const known = new Set(offices.map(({ branch_id }) => branch_id))
  const words: Word[] = []
  for (const { line, draft } of rows) {
    const branchId = await idOf('brn', draft.branchKey)
    if (!known.has(branchId) && !context.isPromised(branchId)) {
      refuse(line, new RowRefused('row.branch_unknown', undefined, draft.branchKey))
      continue
    }
    const { key, branchKey: _, managerKey, ...fields } = draft
    const managerId = managerKey === undefined ? undefined : await idOf('stf', managerKey)
    words.push({
      customerId: await idOf('cus', key),
      source: sourceName,
      sourceKey: key,
      said: withoutNulls({ ...fields, branchId, managerId }) as Said,
    })
  }
  if (context.dry) return 0
  const cause = { cause: 'import', bySource: sourceName, byStaffId: '', at: context.at } as const
  return hear({ db, bankId, keys: context.keys, asOf: context.asOf, ...cause }, words)
}
