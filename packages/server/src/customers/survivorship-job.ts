import { type BankId, type Instant, SurvivorshipRules } from '@crm/core'
import { sql } from 'kysely'
import type { Store } from '../kit/store/store.ts'
import { familiesAmong } from './families.ts'
import { settle } from './golden.ts'
import { holdGolden } from './golden-row.ts'
import { rulesOf } from './source-rows.ts'

/** What the bank believes from now on. */
export interface SurvivorshipJob {
  readonly bankId: BankId
  readonly rules: SurvivorshipRules
  readonly now: () => Instant
  /** Customers decided anew so far. */
  readonly onProgress?: (customers: number) => void
}

const BATCH = 1_000
const DEADLINE = 60_000

/**
 * Put a bank's own rules of survivorship in force, and decide anew all customers of whom more than one
 * source speaks. Stopped anywhere, a second call goes on to the same end; with the same rules it changes
 * nothing.
 *
 * @returns how many golden records are others than before
 */
export async function setSurvivorship(store: Store, job: SurvivorshipJob): Promise<number> {
  const { bankId, now, onProgress } = job
  const rules = JSON.stringify(SurvivorshipRules.parse(job.rules))
  await sql`insert into survivorship as held (bank_id, rules) values (${bankId}, ${rules}::jsonb)
    on conflict (bank_id) do update set rules = excluded.rules`.execute(store.db)
  let after = ''
  let seen = 0
  let changed = 0
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select customer_id as id from customer_source
      where bank_id = ${bankId} and customer_id > ${after}
      group by customer_id having count(*) > 1 or exists (
        select 1 from customer as m
        where m.bank_id = ${bankId} and m.merged_into = customer_source.customer_id)
      order by customer_id limit ${BATCH}`.execute(store.db)
    if (rows.length === 0) return changed
    const ids = rows.map(({ id }) => id)
    const keys = await store.vault.ready(store.db, bankId)
    changed += await store.transaction(
      async (db) => {
        const { rules, today } = await rulesOf(db, bankId)
        const golden = await holdGolden(db, keys, bankId, ids)
        const families = await familiesAmong(db, bankId, ids)
        const living = ids.filter((id) => golden.get(id)?.isErased === false)
        const why = { cause: 'rules', bySource: '', byStaffId: '', at: now() } as const
        return settle(
          { db, keys, bankId, ...why },
          { ids: living, golden, fresh: [], families, rules, today },
        )
      },
      { deadline: DEADLINE },
    )
    after = ids.at(-1) ?? after
    seen += ids.length
    onProgress?.(seen)
  }
}
