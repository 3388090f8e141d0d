// Two banks in one store, worked in at once by people with the same ids: nothing of one reaches the other.
import { Role } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import { sql } from 'kysely'
import { doors } from './doors.ts'
import { becomeRole, type Front, openFront, otherBank } from './houses.ts'
import { kinds } from './oracle.ts'
import { asker, canariesOf, MARK } from './plant-kinds.ts'
import { chanceOf } from './plant-village.ts'

/** What came of the work. */
export interface TwoBankOutcome {
  readonly calls: number
  /** Calls that were answered with something. */
  readonly answered: number
  /** Answers with a value of the other bank. */
  readonly foreign: readonly string[]
  /** Rows that speak of something which only the other bank has. */
  readonly mixed: readonly string[]
  readonly references: number
}

const banks = [bank.id, otherBank] as const
/** What only this bank's rows hold. */
const marksOf = (bankId: string): readonly string[] => [
  bankId === bank.id ? '甲' : MARK,
  ...kinds.flatMap((kind) => {
    const { phone, idNumber, accountNumber, counterpartyAccount } = canariesOf(kind, bankId)
    return [phone!, idNumber!, accountNumber!, counterpartyAccount!]
  }),
]

/** Work so many calls in both banks, two at a time, each with the same key as its twin's. */
export async function workInBoth(
  store: Store,
  { calls, seed, rowSecurity = false }: { calls: number; seed: number; rowSecurity?: boolean },
): Promise<TwoBankOutcome> {
  const chance = chanceOf(seed)
  const pick = <Item>(from: readonly Item[]): Item => from[Math.floor(chance() * from.length)]!
  const names = Object.keys(doors)
  const front = openFront(store, { rowSecurity })
  const theirs = { [bank.id]: marksOf(otherBank), [otherBank]: marksOf(bank.id) }
  const foreign: string[] = []
  let answered = 0
  for (let at = 0; at < calls; at += 2) {
    // Roles change at both banks, not to the same.
    if (at % 200 === 0)
      for (const bankId of banks) await becomeRole(store, pick(Role.options), bankId)
    const session = `s${Math.floor(at / 200)}`
    await Promise.all(
      banks.map(async (bankId) => {
        const [name, kind] = [pick(names), pick(kinds)]
        const { method, path, more } = doors[name]!(kind, at)
        const seat = { bankId, staffId: asker, sessionId: session }
        const headers = { ...more?.headers, 'idempotency-key': `both-${at % 1_000}-${method}` }
        const response = await front.ask(seat, method, path, { ...more, headers })
        const text = await response.text()
        if (response.status < 300) answered += 1
        const sent = `${path}${JSON.stringify(more ?? '')}`
        for (const mark of theirs[bankId]!)
          if (text.includes(mark) && !sent.includes(mark))
            foreign.push(`${bankId} at ${name} of ${kind}: ${mark}`)
      }),
    )
  }
  foreign.push(...(await strayEvents(front)))
  const found = await mixedRows(store)
  return { calls, answered, foreign, ...found }
}

/** What each bank's event stream tells from its beginning: ids alone, so the stranger's ids are looked for. */
async function strayEvents(front: Front): Promise<string[]> {
  const stray: string[] = []
  for (const bankId of banks) {
    const stop = new AbortController()
    const seat = { bankId, staffId: asker, sessionId: 'events' }
    const more = { headers: { 'last-event-id': '0.0' }, signal: stop.signal }
    const response = await front.ask(seat, 'GET', '/events', more)
    if (!response.body) continue
    let text = ''
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part
      if (text.includes('event: seen')) break
    }
    stop.abort()
    if (bankId === bank.id && text.includes('_foreign"')) stray.push('an event of the other bank')
  }
  return stray
}

/** Which column speaks of which thing. */
const references: readonly (readonly [table: string, column: string, of: string, key: string])[] = [
  ['branch', 'parent_id', 'branch', 'branch_id'],
  ['branch_path', 'ancestor_id', 'branch', 'branch_id'],
  ['branch_path', 'descendant_id', 'branch', 'branch_id'],
  ['staff', 'branch_id', 'branch', 'branch_id'],
  ['staff_history', 'staff_id', 'staff', 'staff_id'],
  ['customer', 'branch_id', 'branch', 'branch_id'],
  ['customer', 'manager_id', 'staff', 'staff_id'],
  ['customer_place', 'customer_id', 'customer', 'customer_id'],
  ['customer_owner', 'customer_id', 'customer', 'customer_id'],
  ['customer_owner', 'staff_id', 'staff', 'staff_id'],
  ['ownership_change', 'customer_id', 'customer', 'customer_id'],
  ['interaction', 'customer_id', 'customer', 'customer_id'],
  ['interaction', 'staff_id', 'staff', 'staff_id'],
  ['interaction_addendum', 'interaction_id', 'interaction', 'interaction_id'],
  ['customer_facts', 'customer_id', 'customer', 'customer_id'],
  ['customer_key', 'customer_id', 'customer', 'customer_id'],
  ['relationship', 'customer_id', 'customer', 'customer_id'],
  ['household_member', 'customer_id', 'customer', 'customer_id'],
  ['household_member', 'household_id', 'household', 'household_id'],
  ['relationship', 'other_id', 'customer', 'customer_id'],
  ['account', 'customer_id', 'customer', 'customer_id'],
  ['account_holder', 'customer_id', 'customer', 'customer_id'],
  ['account_holder', 'owner_id', 'customer', 'customer_id'],
  ['account_holder', 'account_id', 'account', 'account_id'],
  ['holding', 'customer_id', 'customer', 'customer_id'],
  ['movement', 'customer_id', 'customer', 'customer_id'],
  ['movement', 'account_id', 'account', 'account_id'],
  ['reminder', 'customer_id', 'customer', 'customer_id'],
  ['consent_record', 'customer_id', 'customer', 'customer_id'],
  ['disclosed_customer', 'customer_id', 'customer', 'customer_id'],
  ['outbox_event', 'customer_id', 'customer', 'customer_id'],
  ['approval', 'branch_id', 'branch', 'branch_id'],
  ['approval_decision', 'approval_id', 'approval', 'approval_id'],
  ['delegation', 'to_id', 'staff', 'staff_id'],
  ['segment', 'created_by', 'staff', 'staff_id'],
  ['denied_session', 'substr(session_id, 2)', 'staff', 'staff_id'],
]

/** References that lead nowhere in their own bank and somewhere in the other; and texts of the other. */
export async function mixedRows(
  store: Store,
): Promise<Pick<TwoBankOutcome, 'mixed' | 'references'>> {
  const mixed: string[] = []
  const count = async (text: string): Promise<number> => {
    const { rows } = await sql.raw<{ n: number }>(text).execute(store.db)
    return rows[0]?.n ?? 0
  }
  for (const [table, column, of, key] of references) {
    const name = column.includes('(') ? column.replace('(', '(t.') : `t.${column}`
    const n = await count(`select count(*)::int as n from ${table} as t
      where not exists (select 1 from ${of} as o where o.bank_id = t.bank_id and o.${key} = ${name})
        and exists (select 1 from ${of} as o where o.bank_id <> t.bank_id and o.${key} = ${name})`)
    if (n > 0) mixed.push(`${table}.${column}: ${n}`)
  }
  const { rows } = await sql<{ table_name: string }>`
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = 'bank_id'
      and table_name not in ('customer_sight')`.execute(store.db)
  for (const { table_name: table } of rows) {
    const n = await count(`select count(*)::int as n from "${table}" as t
      where (t.bank_id = '${bank.id}' and t::text like '%${MARK}%')
        or (t.bank_id = '${otherBank}' and t::text like '%甲%')`)
    if (n > 0) mixed.push(`${table}: ${n} rows with texts of the other bank`)
  }
  return { mixed, references: references.length + rows.length }
}
