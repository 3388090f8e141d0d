// One customer with ten years behind them: their file, their restriction and their end.
import { auntLi, chenBo, guQuan, qianJin, sun, zhouMin } from '@crm/core/fixtures'
import { openTestBank } from '@crm/testing'
import { sql } from 'kysely'
import { personTables } from '../../../packages/server/src/customers/person-tables.ts'

/** What a person’s rights came to. */
export interface PersonOutcome {
  /** Tables with a column for customers that the list does not know. */
  readonly forgotten: readonly string[]
  readonly rows: number
  readonly missingRows: number
  readonly fileMs: number
  /** Places where a restricted customer still came up. */
  readonly sightings: number
  readonly places: number
  readonly keeperSees: boolean
  /** `restricted` within the ten years, `shredded` after them. */
  readonly within: string
  readonly after: string
  readonly leftAfter: number
}

const MOVEMENTS = 10_000

/** Take every right of a customer in turn. */
export async function takeRights(): Promise<PersonOutcome> {
  const house = await openTestBank({ steppedUp: true })
  const { store } = house
  const { db } = store
  await sql`insert into movement (bank_id, customer_id, movement_id, account_id, booked_on, amount_fen,
      currency, kind, channel, balance_fen)
    select m.bank_id, m.customer_id, m.movement_id || '_' || n, m.account_id,
      m.booked_on - (n * 3650 / ${MOVEMENTS}::int), m.amount_fen, m.currency, m.kind, m.channel, m.balance_fen
    from (select * from movement where customer_id = ${auntLi.id} limit 1) as m,
      generate_series(1, ${MOVEMENTS}::int) as n`.execute(db)
  const { rows: holding } = await sql<{ name: string }>`select table_name as name
    from information_schema.columns where table_schema = 'public' and column_name = 'customer_id'`.execute(
    db,
  )
  const listed = new Set<string>(personTables.map(({ table }) => table))
  const forgotten = holding.map(({ name }) => name).filter((name) => !listed.has(name))
  const began = performance.now()
  const file = await house.as(guQuan).customers.exportPerson(auntLi.id, '客户本人申请')
  const fileMs = Math.round(performance.now() - began)
  let rows = 0
  let missingRows = 0
  for (const { table, inFile } of personTables) {
    if (inFile === 'no') continue
    const { rows: counted } = await sql<{ n: number }>`select count(*)::int as n
      from ${sql.table(table)} where customer_id = ${auntLi.id}`.execute(db)
    const given = file.tables[table]?.length ?? 0
    rows += given
    missingRows += Math.abs((counted[0]?.n ?? 0) - given)
  }

  await house.as(guQuan).customers.restrict(auntLi.id, '客户提出异议')
  let sightings = 0
  let places = 0
  const look = async (what: Promise<unknown>) => {
    places += 1
    const text = JSON.stringify(await what.catch(() => ''))
    if (text.includes(auntLi.name) || text.includes(`"${auntLi.id}"`)) sightings += 1
  }
  for (const person of [chenBo, zhouMin, qianJin]) {
    const crm = house.as(person)
    await look(crm.customers.search({ text: auntLi.name }))
    await look(crm.customers.search({ text: auntLi.phone ?? '' }))
    await look(crm.customers.get(auntLi.id))
    await look(crm.desk.getOverview(auntLi.id))
    await look(crm.reminders.listDue({ asOf: '2026-03-05' as never }))
    await look(crm.segments.preview({ criteria: { all: [] } }))
    await look(crm.customers.exportPerson(auntLi.id, '核查'))
  }
  const keeperSees = (await house.as(guQuan).customers.get(auntLi.id)).id === auntLi.id

  const ended = async (on: string) => {
    for (const [table, column] of [
      ['account', 'closed_on'],
      ['movement', 'booked_on'],
      ['customer', 'opened_on'],
    ] as const)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${on}::date
        where customer_id = ${sun.id}`.execute(db)
    await sql`update holding set status = 'closed', opened_on = ${on}::date, matures_on = null
      where customer_id = ${sun.id}`.execute(db)
    return (await house.as(guQuan).customers.erase(sun.id, '客户申请')).outcome
  }
  const within = await ended('2020-05-05')
  const after = await ended('2014-05-05')
  const { rows: left } = await sql<{ n: number }>`select (
    (select count(*) from customer_key where customer_id = ${sun.id})
    + (select count(*) from account where customer_id = ${sun.id})
    + (select count(*) from movement where customer_id = ${sun.id})
    + (select count(*) from customer where customer_id = ${sun.id}
        and (name = ${sun.name} or phone is not null or id_number is not null or address is not null))
    )::int as n`.execute(db)
  await house.close()
  const leftAfter = left[0]?.n ?? -1
  return {
    forgotten,
    rows,
    missingRows,
    fileMs,
    sightings,
    places,
    keeperSees,
    within,
    after,
    leftAfter,
  }
}
