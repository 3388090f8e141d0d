import type { LocalDate } from '@crm/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { familiesAmong } from '../customers/index.ts'
import type { Database } from '../database.ts'

/** How far back the flows of the facts look, in days. */
const WINDOW = 90

/**
 * Work out the facts of these customers anew, as of a day: what they have, owe, hold and move.
 *
 * Assets are the balances of accounts they own, loans apart, and deposits and wealth products that
 * stand in no account of their own. Debts are loan accounts, and loans that stand in none. So
 * nothing counts twice, and an account one is only authorised on counts for its owner.
 */
export async function refreshFacts(
  db: Kysely<Database>,
  bankId: string,
  customerIds: readonly string[] | 'all',
  asOf: LocalDate,
): Promise<void> {
  if (customerIds !== 'all' && customerIds.length === 0) return
  const families = customerIds === 'all' ? undefined : await familiesAmong(db, bankId, customerIds)
  const all = customerIds === 'all' ? [] : [...(families?.everybody(customerIds) ?? [])]
  const among = (alias: string): RawBuilder<boolean> =>
    customerIds === 'all'
      ? sql<boolean>`${sql.ref(`${alias}.bank_id`)} = ${bankId}`
      : sql<boolean>`${sql.ref(`${alias}.bank_id`)} = ${bankId}
          and ${sql.ref(`${alias}.customer_id`)} = any(${all}::text[])`
  // Rows of who was merged count for who stands for them.
  const standing = (alias: string) =>
    sql`coalesce(s.merged_into, ${sql.ref(`${alias}.customer_id`)})`
  const withSurvivor = (alias: string) => sql`left join customer s
    on s.bank_id = ${sql.ref(`${alias}.bank_id`)} and s.customer_id = ${sql.ref(`${alias}.customer_id`)}
    and s.merged_into is not null`
  const since = sql`${asOf}::date - ${WINDOW}::int`
  await sql`
    insert into customer_facts (bank_id, customer_id, as_of, assets_fen, debts_fen, accounts,
      products, has_loan, last_movement_on, movements_90d, inflow_90d_fen, outflow_90d_fen)
    select c.bank_id, c.customer_id, ${asOf}::date,
      coalesce(a.assets, 0) + coalesce(h.assets, 0), coalesce(a.debts, 0) + coalesce(h.debts, 0),
      coalesce(a.accounts, 0), coalesce(h.products, '{}'),
      coalesce(a.debts, 0) > 0 or coalesce(h.has_loan, false),
      m.last_on, coalesce(m.moves, 0), coalesce(m.inflow, 0), coalesce(m.outflow, 0)
    from customer c
    left join (
      select ${standing('a')} as customer_id,
        sum(case when a.kind <> 'loan' then coalesce(a.balance_fen, 0) else 0 end) as assets,
        sum(case when a.kind = 'loan' then abs(coalesce(a.balance_fen, 0)) else 0 end) as debts,
        count(*) as accounts
      from account a ${withSurvivor('a')}
      where ${among('a')} and a.status <> 'closed' group by 1
    ) a on a.customer_id = c.customer_id
    left join (
      select ${standing('h')} as customer_id,
        sum(case when h.product in ('term-deposit', 'wealth') and h.account_id is null
          then coalesce(h.amount_fen, 0) else 0 end) as assets,
        sum(case when h.product = 'loan' and coalesce(l.kind, '') <> 'loan'
          then coalesce(h.amount_fen, 0) else 0 end) as debts,
        array_agg(distinct h.product order by h.product) as products,
        bool_or(h.product = 'loan') as has_loan
      from holding h
      left join account l on l.bank_id = h.bank_id and l.customer_id = h.customer_id
        and l.account_id = h.account_id
      ${withSurvivor('h')}
      where ${among('h')} and h.status <> 'closed' group by 1
    ) h on h.customer_id = c.customer_id
    left join (
      select ${standing('m')} as customer_id,
        max(m.booked_on) filter (where m.kind not in ('interest', 'fee', 'reversal')) as last_on,
        count(*) filter (where m.booked_on > ${since}) as moves,
        sum(m.amount_fen) filter (where m.booked_on > ${since} and m.amount_fen > 0) as inflow,
        -sum(m.amount_fen) filter (where m.booked_on > ${since} and m.amount_fen < 0) as outflow
      from movement m ${withSurvivor('m')}
      where ${among('m')} and m.booked_on <= ${asOf}::date
        and m.gone_on is null group by 1
    ) m on m.customer_id = c.customer_id
    where ${among('c')} and c.merged_into is null
    on conflict (bank_id, customer_id) do update set
      as_of = excluded.as_of, assets_fen = excluded.assets_fen, debts_fen = excluded.debts_fen,
      accounts = excluded.accounts, products = excluded.products, has_loan = excluded.has_loan,
      last_movement_on = excluded.last_movement_on, movements_90d = excluded.movements_90d,
      inflow_90d_fen = excluded.inflow_90d_fen, outflow_90d_fen = excluded.outflow_90d_fen
  `.execute(db)
  await sql`delete from customer_facts f using customer c
    where ${among('c')} and c.merged_into is not null
      and f.bank_id = c.bank_id and f.customer_id = c.customer_id`.execute(db)
}
