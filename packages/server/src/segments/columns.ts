import type { LocalDate } from '@crm/core'
import { type RawBuilder, sql } from 'kysely'

/** Where each field of the customer catalogue is in SQL: `c` the customer, `f` their facts. */
export function fieldColumns(asOf: LocalDate): Readonly<Record<string, RawBuilder<unknown>>> {
  const today = sql`${asOf}::date`
  return {
    kind: sql`c.kind`,
    gender: sql`c.gender`,
    age: sql`(extract(year from ${today}) - extract(year from c.born_on)
      - (to_char(${today}, 'MMDD') < to_char(c.born_on, 'MMDD'))::int)::int`,
    village: sql`c.village`,
    branchId: sql`c.branch_id`,
    managerId: sql`nullif(c.manager_id, '')`,
    openedOn: sql`c.opened_on`,
    status: sql`c.status`,
    assetsFen: sql`coalesce(f.assets_fen, 0)`,
    debtsFen: sql`coalesce(f.debts_fen, 0)`,
    hasLoan: sql`coalesce(f.has_loan, false)`,
    products: sql`coalesce(f.products, '{}')`,
    accounts: sql`coalesce(f.accounts, 0)`,
    lastMovementOn: sql`f.last_movement_on`,
    movements90d: sql`coalesce(f.movements_90d, 0)`,
    inflow90dFen: sql`coalesce(f.inflow_90d_fen, 0)`,
    outflow90dFen: sql`coalesce(f.outflow_90d_fen, 0)`,
  }
}
