import type { LocalDate, Source } from '@crm/core'
import { sql } from 'kysely'
import type { Store } from '../kit/store/store.ts'
import { refreshFacts } from './facts.ts'

const DEADLINE = 300_000

/**
 * After all files: balances that no file told come from the last movement that prints one, the
 * bank's day moves on to the latest movement's (never back), and the facts are worked out anew.
 * Doing it again changes nothing.
 */
export async function finishImport(store: Store, { bank, businessDate }: Source): Promise<void> {
  await store.transaction(
    async (tx) => {
      await sql`
        update account as a set
          balance_fen = m.balance_fen, balance_on = m.booked_on, balance_derived = true
        from (
          select distinct on (customer_id, account_id) customer_id, account_id, balance_fen, booked_on
          from movement where bank_id = ${bank.id} and balance_fen is not null and gone_on is null
          order by customer_id, account_id, booked_on desc, seq desc
        ) m
        where a.bank_id = ${bank.id} and a.customer_id = m.customer_id
          and a.account_id = m.account_id and (a.balance_fen is null or a.balance_derived)
          and (a.balance_fen, a.balance_on) is distinct from (m.balance_fen, m.booked_on)`.execute(
        tx,
      )
      await sql`
        update bank set business_date = greatest(business_date, coalesce(
          ${businessDate ?? null}::date,
          (select max(booked_on) from movement where bank_id = ${bank.id} and gone_on is null),
          business_date))
        where bank_id = ${bank.id}`.execute(tx)
      const { business_date } = await tx
        .selectFrom('bank')
        .select('business_date')
        .where('bank_id', '=', bank.id)
        .executeTakeFirstOrThrow()
      await refreshFacts(tx, bank.id, 'all', business_date as LocalDate)
    },
    { deadline: DEADLINE },
  )
}
