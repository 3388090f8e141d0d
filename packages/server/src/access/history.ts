import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'

/**
 * Remember what these people are from the bank's day on, where it is not what they were. A second
 * change on one day replaces the first: what counts is the end of the day.
 */
export async function keepStaffHistory(
  db: Kysely<Database>,
  bankId: string,
  staffIds: readonly string[],
): Promise<void> {
  if (staffIds.length === 0) return
  await sql`
    insert into staff_history as held (bank_id, staff_id, from_on, branch_id, roles, active)
    select s.bank_id, s.staff_id,
      case when last.staff_id is null then '1900-01-01'::date else b.business_date end,
      s.branch_id, s.roles, s.active
    from staff as s
    join bank as b on b.bank_id = s.bank_id
    left join lateral (
      select h.staff_id, h.branch_id, h.roles, h.active from staff_history as h
      where h.bank_id = s.bank_id and h.staff_id = s.staff_id order by h.from_on desc limit 1
    ) as last on true
    where s.bank_id = ${bankId} and s.staff_id = any(${staffIds}::text[])
      and (last.branch_id, last.roles, last.active) is distinct from (s.branch_id, s.roles, s.active)
    on conflict (bank_id, staff_id, from_on) do update
    set branch_id = excluded.branch_id, roles = excluded.roles, active = excluded.active`.execute(
    db,
  )
}

/**
 * Remember where these customers belong from the bank's day on, where it is not where they did. One that
 * went to the book of somebody who is not among those with most of them is wholly theirs from then on.
 */
export async function keepCustomerPlaces(
  db: Kysely<Database>,
  bankId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return
  const ids = [...customerIds, ...(await followSurvivors(db, bankId, customerIds))]
  await sql`
    insert into customer_place as held (bank_id, customer_id, from_on, branch_id, manager_id)
    select c.bank_id, c.customer_id,
      case when last.customer_id is null then '1900-01-01'::date else b.business_date end,
      c.branch_id, c.manager_id
    from customer as c
    join bank as b on b.bank_id = c.bank_id
    left join lateral (
      select p.customer_id, p.branch_id, p.manager_id from customer_place as p
      where p.bank_id = c.bank_id and p.customer_id = c.customer_id
      order by p.from_on desc limit 1
    ) as last on true
    where c.bank_id = ${bankId} and c.customer_id = any(${ids}::text[])
      and (last.branch_id, last.manager_id) is distinct from (c.branch_id, c.manager_id)
    on conflict (bank_id, customer_id, from_on) do update
    set branch_id = excluded.branch_id, manager_id = excluded.manager_id`.execute(db)
  await endShares(db, bankId, ids)
}

/**
 * Who is merged into one of these customers, or is one and merged, stands where the survivor does and is
 * kept from whom the survivor is kept from. @returns whose place is another now
 */
export async function followSurvivors(
  db: Kysely<Database>,
  bankId: string,
  customerIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update customer as m set branch_id = s.branch_id, manager_id = s.manager_id,
      restricted = s.restricted, erase_after = s.erase_after
    from customer as s
    where m.bank_id = ${bankId} and m.merged_into is not null
      and (m.customer_id = any(${[...customerIds]}::text[])
        or m.merged_into = any(${[...customerIds]}::text[]))
      and s.bank_id = m.bank_id and s.customer_id = m.merged_into
      and (m.branch_id, m.manager_id, m.restricted, m.erase_after)
        is distinct from (s.branch_id, s.manager_id, s.restricted, s.erase_after)
    returning m.customer_id as id`.execute(db)
  return rows.map(({ id }) => id)
}

/** What was shared ends, where the customer is in another book than the shares say. */
async function endShares(
  db: Kysely<Database>,
  bankId: string,
  customerIds: readonly string[],
): Promise<void> {
  const astray = sql`
    held.bank_id = ${bankId} and held.customer_id = any(${customerIds}::text[])
    and b.bank_id = held.bank_id and c.bank_id = held.bank_id and c.customer_id = held.customer_id
    and (held.to_on is null or held.to_on > b.business_date)
    and not exists (
      select 1 from customer_owner as o
      where o.bank_id = held.bank_id and o.customer_id = held.customer_id
        and o.staff_id = c.manager_id and o.from_on <= b.business_date
        and (o.to_on is null or o.to_on > b.business_date)
        and o.share_bp = (
          select max(most.share_bp) from customer_owner as most
          where most.bank_id = o.bank_id and most.customer_id = o.customer_id
            and most.from_on <= b.business_date
            and (most.to_on is null or most.to_on > b.business_date)))`
  // One after the other: rows of the day itself go, and the others must still be there to be judged by.
  await sql`update customer_owner as held set to_on = b.business_date
    from bank as b, customer as c
    where ${astray} and held.from_on < b.business_date`.execute(db)
  await sql`delete from customer_owner as held using bank as b, customer as c
    where ${astray} and held.from_on >= b.business_date`.execute(db)
}
