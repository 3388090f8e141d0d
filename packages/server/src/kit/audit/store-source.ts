import type { Store } from '../store/store.ts'
import { type AuditSeal, auditRowsAfter, type PlacedRow, START, toSeal } from './seal.ts'
import type { AuditSource } from './verify.ts'

const PAGE = 5_000
const SEALS = 200

/** The audit of a bank as it lies in a store. */
export function auditInStore(store: Store, bankId: string): AuditSource {
  return {
    async *seals() {
      for (let n = 0; ; ) {
        const rows = await store.db
          .selectFrom('audit_seal')
          .selectAll()
          .where('bank_id', '=', bankId)
          .where('n', '>', n)
          .orderBy('n')
          .limit(SEALS)
          .execute()
        for (const row of rows) yield { ...toSeal(row), expired: row.expired }
        if (rows.length < SEALS) return
        n = rows.at(-1)!.n
      }
    },
    async *rows() {
      let place: AuditSeal['last'] = START
      for (;;) {
        const rows: PlacedRow[] = await auditRowsAfter(store.db, bankId, place, PAGE, false)
        yield* rows
        const last = rows.at(-1)
        if (!last || rows.length < PAGE) return
        place = [last.epoch, last.tx_id, last.seq]
      }
    },
  }
}
