import {
  type AccountAverage,
  type CustomerId,
  type Days,
  daysBetween,
  firstOfMonths,
  type LocalDate,
  type MonthlyFlow,
  periodsOf,
} from '@crm/core'
import { type RawBuilder, sql } from 'kysely'
import { familyOf, isAmong } from '../customers/index.ts'
import { withoutNulls } from '../kit/row.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'

/** An account's averages, and what kind it is: loans are not added to deposits. */
export interface Averaged extends AccountAverage {
  readonly kind: string
}

/**
 * `dailyAverage` of core as one aggregate: each movement is weighed by the days it shifts, so a year of a
 * shop's movements is read once and never laid out day by day.
 */
const averageOver = ({ from, to }: Days): RawBuilder<number> => {
  const days = daysBetween(from, to) + 1
  const before = sql`least(${days}::int, greatest(0, m.booked_on - ${from}::date))`
  return sql<number>`round(a.balance_fen + coalesce(sum(m.amount_fen * case
    when m.booked_on <= a.balance_on then -${before} else ${days}::int - ${before} end), 0)
    / ${days}::numeric)::bigint`
}

/** The averages of the accounts that a customer owns, as of a day, in the order they were opened. */
export async function averagesOf(
  session: ReadSession,
  customerId: CustomerId,
  asOf: LocalDate,
): Promise<readonly Averaged[]> {
  const { month, year } = periodsOf(asOf)
  const family = await familyOf(session, customerId)
  const { rows } = await sql<{
    account_id: string
    currency: string
    kind: string
    opened: boolean
    gap: boolean
    month_fen: number
    year_fen: number
  }>`
    select a.account_id, a.currency, a.kind, a.opened_on > ${year.from}::date as opened,
      ${averageOver(month)} as month_fen, ${averageOver(year)} as year_fen,
      coalesce((array_agg(m.balance_fen order by m.booked_on desc, m.seq desc, m.movement_id desc)
        filter (where m.booked_on <= a.balance_on and m.balance_fen is not null))[1]
        <> a.balance_fen, false) as gap
    from account as a
    left join movement as m on m.bank_id = a.bank_id and m.customer_id = a.customer_id
      and m.account_id = a.account_id and m.booked_on <= ${asOf}::date
      and m.booked_on >= least(${year.from}::date, a.balance_on)
    where a.bank_id = ${session.bankId} and ${isAmong('a.customer_id', family)}
      and a.balance_fen is not null and a.status <> 'closed'
      and ${inSight(session, 'account', 'a')}
    group by a.bank_id, a.customer_id, a.account_id
    order by a.opened_on, a.account_id`.execute(session.db)
  return rows.map((row) => ({
    accountId: row.account_id as AccountAverage['accountId'],
    customerId: family.id,
    currency: row.currency,
    kind: row.kind,
    monthFen: Number(row.month_fen) as AccountAverage['monthFen'],
    yearFen: Number(row.year_fen) as AccountAverage['yearFen'],
    ...(row.gap ? { doubt: 'gap' as const } : row.opened && { doubt: 'opened' as const }),
  }))
}

/** What came in and went out of the accounts that a customer owns, month by month, the latest first. */
export async function flowsOf(
  session: ReadSession,
  customerId: CustomerId,
  asOf: LocalDate,
  months: number,
): Promise<readonly MonthlyFlow[]> {
  const family = await familyOf(session, customerId)
  const { rows } = await sql<Omit<MonthlyFlow, 'customerId'>>`
    select m.currency, to_char(m.booked_on, 'YYYY-MM') as month, count(*)::int as movements,
      coalesce(sum(m.amount_fen) filter (where (m.amount_fen > 0) = (m.kind <> 'reversal')), 0)::bigint
        as "inFen",
      -coalesce(sum(m.amount_fen) filter (where (m.amount_fen < 0) = (m.kind <> 'reversal')), 0)::bigint
        as "outFen"
    from movement as m
    where m.bank_id = ${session.bankId} and ${isAmong('m.customer_id', family)}
      and m.booked_on >= ${firstOfMonths(asOf, months)}::date and m.booked_on <= ${asOf}::date
      and ${inSight(session, 'movement', 'm')}
    group by 1, 2 order by 2 desc, 1`.execute(session.db)
  return rows.map((row) => withoutNulls({ ...row, customerId: family.id }) as MonthlyFlow)
}
