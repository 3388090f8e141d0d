import {
  type HouseholdRecord,
  type LocalDate,
  overlap,
  type RecordKind,
  RowRefused,
} from '@crm/core'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import type { Drafted, Sink, SinkContext } from '../kit/sink.ts'
import { type UpsertTarget, upsertRows } from '../kit/store/upsert.ts'
import { countHousehold } from './household-rows.ts'
import { sealedMembership } from './sealed.ts'

const target: UpsertTarget = {
  table: 'household_member',
  key: ['bank_id', 'customer_id', 'membership_id'],
  sealed: sealedMembership,
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    membership_id: 'text',
    household_id: 'text',
    role: 'text',
    from_on: 'date',
    to_on: 'date',
    number: 'text',
    source: 'text',
    source_key: 'text',
  },
}

/** A membership as the sink compares it. */
interface Held {
  readonly membershipId: string
  readonly customerId: string
  readonly householdId: string
  readonly role: string
  readonly source: string
  readonly fromOn?: LocalDate | undefined
  readonly toOn?: LocalDate | undefined
}

interface Named {
  readonly line: number
  readonly draft: HouseholdRecord
  readonly customerId: string
  readonly householdId: string
  readonly rowId: string
}

async function nameRow(
  { line, draft }: Drafted<HouseholdRecord>,
  { idOf }: SinkContext,
): Promise<Named> {
  const customerId = await idOf('cus', draft.customerKey)
  const householdId = await idOf('hhd', draft.number)
  return { line, draft, customerId, householdId, rowId: await idOf('hhm', draft.key) }
}

/** Every membership of these people and households, by id. */
async function heldOf({ db, bankId }: SinkContext, named: readonly Named[]) {
  const rows = await db
    .selectFrom('household_member')
    .select(['membership_id', 'customer_id', 'household_id', 'role', 'source', 'from_on', 'to_on'])
    .where('bank_id', '=', bankId)
    .where(({ or, eb }) =>
      or([
        eb('customer_id', 'in', ['', ...named.map(({ customerId }) => customerId)]),
        eb('household_id', 'in', ['', ...named.map(({ householdId }) => householdId)]),
      ]),
    )
    .execute()
  return new Map<string, Held>(
    rows.map((row) => [
      row.membership_id,
      {
        membershipId: row.membership_id,
        customerId: row.customer_id,
        householdId: row.household_id,
        role: row.role,
        source: row.source,
        fromOn: (row.from_on ?? undefined) as LocalDate | undefined,
        toOn: (row.to_on ?? undefined) as LocalDate | undefined,
      },
    ]),
  )
}

async function kindsOf({ db, bankId }: SinkContext, named: readonly Named[]) {
  const rows = await db
    .selectFrom('customer')
    .select(['customer_id', 'kind'])
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', ['', ...named.map(({ customerId }) => customerId)])
    .orderBy('customer_id')
    .forNoKeyUpdate()
    .execute()
  return new Map(rows.map(({ customer_id, kind }) => [customer_id, kind]))
}

/** What a row means beside what is held: the membership it is, and the one it ends. */
function meantBy(
  { draft, customerId, householdId, rowId }: Named,
  held: ReadonlyMap<string, Held>,
  { sourceName, asOf }: SinkContext,
): { readonly one: Held; readonly ends?: Held | undefined } {
  const mine = [...held.values()].filter(
    (one) => one.customerId === customerId && one.source === sourceName && one.toOn === undefined,
  )
  const same = mine.find((one) => one.householdId === householdId)
  const before = mine.find((one) => one.householdId !== householdId)
  const moved = draft.fromOn ?? (before ? asOf : undefined)
  const isNew = same === undefined && held.has(rowId)
  const membershipId =
    same?.membershipId ?? (isNew && moved ? `${rowId}.${moved.replaceAll('-', '')}` : rowId)
  const { role, toOn } = draft
  const fromOn = draft.fromOn ?? same?.fromOn ?? moved
  const one = { membershipId, customerId, householdId, role, source: sourceName, fromOn, toOn }
  return { one, ends: before && fromOn !== undefined ? { ...before, toOn: fromOn } : undefined }
}

/** Why somebody cannot be in a household as a row says, by its code. */
function faultOf(one: Held, ends: Held | undefined, held: ReadonlyMap<string, Held>) {
  if (one.fromOn !== undefined && one.toOn !== undefined && one.toOn <= one.fromOn)
    return 'relationship.days_reversed'
  const others = [...held.values()]
    .map((other) => (other.membershipId === ends?.membershipId ? ends : other))
    .filter((other) => other.membershipId !== one.membershipId && overlap(other, one))
  if (others.some((other) => other.customerId === one.customerId)) return 'household.in_another'
  const isHead = (other: Held) => other.householdId === one.householdId && other.role === 'head'
  return one.role === 'head' && others.some(isHead) ? 'household.one_head' : undefined
}

/** Who a source says belongs to which household of the register; what cannot be is refused, line by line. */
export const householdSink: Sink<HouseholdRecord> = async (rows, context) => {
  const { db, bankId, keys, refuse, isPromised, dry } = context
  const named = await Promise.all(rows.map((row) => nameRow(row, context)))
  const kinds = await kindsOf(context, named)
  const held = await heldOf(context, named)
  const taken: { readonly row: Named; readonly one: Held }[] = []
  const ended = new Map<string, Held>()
  for (const row of named) {
    const kind = kinds.get(row.customerId)
    const { one, ends } = meantBy(row, held, context)
    const unknown = kind === undefined && !isPromised(row.customerId)
    const firm = kind === 'firm' ? 'household.firm' : undefined
    const why = unknown ? 'row.owner_unknown' : (firm ?? faultOf(one, ends, held))
    if (why !== undefined) {
      refuse(row.line, new RowRefused(why, undefined, row.draft.key))
      continue
    }
    if (ends) ended.set(ends.membershipId, ends)
    if (ends) held.set(ends.membershipId, ends)
    held.set(one.membershipId, one)
    taken.push({ row, one })
  }
  if (dry) return 0
  const households = new Set([
    ...taken.map(({ one }) => one.householdId),
    ...[...ended.values()].map(({ householdId }) => householdId),
  ])
  await makeHouseholds({ db, bankId }, [...households])
  await endMoved({ db, bankId }, [...ended.values()])
  const written = await put(context, keys, taken)
  if (written + ended.size > 0)
    for (const id of [...households].toSorted()) await countHousehold({ db, bankId }, id)
  return written
}

type Place = Pick<SinkContext, 'db' | 'bankId'>

const makeHouseholds = ({ db, bankId }: Place, ids: readonly string[]) =>
  sql`insert into household (bank_id, household_id, version, cause, sizes)
    select ${bankId}, id, 0, 'number', '[]' from unnest(${ids}::text[]) as h(id)
    on conflict do nothing`.execute(db)

/** Who has moved ends where they were; who had only come that day was never there. */
async function endMoved({ db, bankId }: Place, ended: readonly Held[]): Promise<void> {
  for (const { membershipId, customerId, fromOn, toOn } of ended) {
    const one = sql`bank_id = ${bankId} and customer_id = ${customerId}
      and membership_id = ${membershipId}`
    await (fromOn !== undefined && toOn !== undefined && fromOn >= toOn
      ? sql`delete from household_member where ${one}`.execute(db)
      : sql`update household_member set to_on = ${toOn ?? null}::date where ${one}`.execute(db))
  }
}

function put(
  { db, bankId, at }: SinkContext,
  keys: BankKeys,
  taken: readonly { readonly row: Named; readonly one: Held }[],
): Promise<number> {
  const stamps = { added_at: sql`${at}::timestamptz` }
  const rows = taken.map(({ row: { draft }, one }) => ({
    bank_id: bankId,
    customer_id: one.customerId,
    membership_id: one.membershipId,
    household_id: one.householdId,
    role: one.role,
    from_on: one.fromOn ?? null,
    to_on: one.toOn ?? null,
    number: draft.number,
    source: one.source,
    source_key: draft.key,
  }))
  return upsertRows(db, { ...target, stamps }, rows, keys)
}

/** Who a full file does not name any more has left on that day; whom it names again is back. */
export async function endGoneMemberships(
  db: Transaction<Database>,
  { bankId, source, layout }: { bankId: string; source: string; layout: string },
  records: RecordKind,
): Promise<void> {
  if (records !== 'households') return
  const { rows } = await sql<{ id: string }>`
    update household_member as m set to_on = r.gone_on,
      ended_by = case when r.gone_on is null then null else 'source' end
    from source_row as r
    where r.bank_id = ${bankId} and r.source = ${source} and r.layout = ${layout}
      and m.bank_id = r.bank_id and split_part(m.membership_id, '.', 1) = r.row_id
      and ((r.gone_on is not null and m.to_on is null)
        or (r.gone_on is null and m.ended_by = 'source'))
    returning m.household_id as id`.execute(db)
  for (const id of new Set(rows.map((row) => row.id))) await countHousehold({ db, bankId }, id)
}
