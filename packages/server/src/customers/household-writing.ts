import {
  because,
  type Customer,
  type CustomerId,
  DESK,
  type Household,
  HouseholdId,
  type HouseholdRole,
  householdErrors,
  type LocalDate,
  type Membership,
  planHousehold,
  type WantedHouseholds,
} from '@crm/core'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { tellOf } from './desk-word.ts'
import { countHousehold, householdRow, membershipsOf, writeChange } from './household-rows.ts'
import { householdById, householdIdOf } from './household-store.ts'
import { expectRelated } from './relationship-walk.ts'
import { customerStore } from './store.ts'

type Members = ReadonlyMap<string, HouseholdRole>

/** A change of households, as it is asked for. */
interface Asked {
  readonly on: LocalDate
  readonly reason: string
  readonly number?: string | undefined
  /** The household that the writer saw, and at which version. */
  readonly saw?: HouseholdId | undefined
  /** Everybody who is named: all of them in sight. */
  readonly named: readonly CustomerId[]
  /** Households that are held and counted, and the one that another joins into. */
  readonly held: readonly HouseholdId[]
  readonly joins?: readonly [whole: HouseholdId, into: HouseholdId]
}

const refuse = (code: string): never => {
  throw householdErrors.refused([because(code)])
}

/** Everybody who is named has to be in sight, or nothing happens. */
async function expectSeen(
  session: WriteSession,
  ids: readonly CustomerId[],
): Promise<readonly Customer[]> {
  const store = customerStore(session)
  const found: Customer[] = []
  for (const id of new Set(ids)) {
    await expectRelated(session, id)
    found.push(await store.get(id))
  }
  return found
}

/** Hold the households and everybody who is to belong to them until the transaction is over. */
async function hold(
  { db, bankId }: WriteSession,
  households: readonly string[],
  people: readonly string[],
): Promise<void> {
  await db
    .selectFrom('household')
    .select('household_id')
    .where('bank_id', '=', bankId)
    .where('household_id', 'in', [...households, ''])
    .orderBy('household_id')
    .forNoKeyUpdate()
    .execute()
  await db
    .selectFrom('customer')
    .select('customer_id')
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', [...people, ''])
    .orderBy('customer_id')
    .forNoKeyUpdate()
    .execute()
}

/** Bring about what is wanted of households, whoever sees who is in them. */
async function bring(
  session: WriteSession,
  asked: Asked,
  want: (now: ReadonlyMap<string, Members>) => WantedHouseholds,
): Promise<void> {
  const people = await expectSeen(session, asked.named)
  const { on, reason, number, held, joins, saw } = asked
  await beyondSight(session, async () => {
    await hold(session, held, asked.named)
    if (saw !== undefined) session.expectVersion(await householdRow(session, saw))
    const all = await membershipsOf(session, held, asked.named)
    const wanted = want(membersNow(all))
    const firms = new Set<string>(
      people.filter(({ kind }) => kind === 'firm').map(({ id }) => id as string),
    )
    const { change, faults } = planHousehold({ on, wanted, memberships: all, firms })
    if (faults.length > 0) throw householdErrors.refused(faults)
    await writeChange(session, change, {
      source: DESK,
      at: session.ports.now(),
      reason,
      byStaffId: session.caller.staffId,
      newId: () => session.ports.newId('hhm'),
      number,
    })
    for (const id of wanted.keys())
      await countHousehold(session, id, id === joins?.[0] ? joins[1] : undefined)
  })
  for (const customer of people) tellOf(session, customer, 'household')
}

function membersNow(all: readonly Membership[]): ReadonlyMap<string, Members> {
  const now = new Map<string, Map<string, HouseholdRole>>()
  for (const { householdId, customerId, role, toOn } of all) {
    if (toOn !== undefined) continue
    const members = now.get(householdId) ?? new Map<string, HouseholdRole>()
    now.set(householdId, members.set(customerId, role))
  }
  return now
}

async function makeHousehold(
  { db, bankId, ports }: WriteSession,
  on: LocalDate,
  splitFrom?: HouseholdId,
): Promise<HouseholdId> {
  const id = HouseholdId.parse(ports.newId('hhd'))
  await db
    .insertInto('household')
    .values({
      bank_id: bankId,
      household_id: id,
      // Its first count makes it version 1.
      version: 0,
      cause: splitFrom === undefined ? 'hand' : 'split',
      formed_on: on,
      split_from: splitFrom ?? null,
      sizes: '[]',
    })
    .execute()
  return id
}

const asMembers = (head: string, others: readonly string[]): Members =>
  new Map<string, HouseholdRole>([...others.map((one) => [one, 'member'] as const), [head, 'head']])

/** Form a household by hand. */
export async function formHousehold(
  session: WriteSession,
  id: CustomerId,
  asked: {
    readonly members: readonly CustomerId[]
    readonly fromOn: LocalDate
    readonly number?: string | undefined
    readonly reason: string
  },
): Promise<Household> {
  const { members, fromOn: on, number, reason } = asked
  await expectSeen(session, [id, ...members])
  const made = await makeHousehold(session, on)
  await bring(
    session,
    { on, reason, number, named: [id, ...members], held: [made] },
    () => new Map([[made, asMembers(id, members)]]),
  )
  return householdById(session, made, later(session.today, on))
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b)

interface Part {
  readonly members: readonly CustomerId[]
  readonly on: LocalDate
  readonly reason: string
}

/** Take people into a household. */
export async function addToHousehold(
  session: WriteSession,
  id: CustomerId,
  { members, on, reason }: Part,
): Promise<Household> {
  const house = await householdIdOf(session, id, later(session.today, on))
  await bring(session, { on, reason, named: members, held: [house], saw: house }, (now) => {
    const there = now.get(house) ?? new Map<string, HouseholdRole>()
    const more = members.filter((one) => !there.has(one))
    return new Map([[house, new Map([...there, ...more.map((one) => [one, 'member'] as const)])]])
  })
  return householdById(session, house, later(session.today, on))
}

/** Let people leave a household, for one of their own or for none. */
export async function leaveHousehold(
  session: WriteSession,
  id: CustomerId,
  asked: Part & {
    readonly ownHeadId?: CustomerId | undefined
    readonly nextHeadId?: CustomerId | undefined
  },
): Promise<Household> {
  const { members, on, reason, ownHeadId, nextHeadId } = asked
  const house = await householdIdOf(session, id, later(session.today, on))
  const named = [...members, ...(nextHeadId === undefined ? [] : [nextHeadId])]
  if (ownHeadId !== undefined && !members.includes(ownHeadId)) refuse('household.not_in')
  await expectSeen(session, named)
  const own = ownHeadId === undefined ? undefined : await makeHousehold(session, on, house)
  const held = own === undefined ? [house] : [house, own]
  await bring(session, { on, reason, named, held, saw: house }, (now) => {
    const there = now.get(house) ?? new Map<string, HouseholdRole>()
    if (named.some((one) => !there.has(one))) refuse('household.not_in')
    const staying = [...there].filter(([one]) => !members.includes(one as CustomerId))
    const stay = new Map(
      staying.map(([one, role]) => [one, roleAfter(one, role, nextHeadId)] as const),
    )
    return new Map([
      [house, stay],
      ...(own !== undefined && ownHeadId !== undefined
        ? [[own, asMembers(ownHeadId, members)] as const]
        : []),
    ])
  })
  return householdById(session, house, later(session.today, on))
}

function roleAfter(one: string, role: HouseholdRole, nextHead?: string): HouseholdRole {
  if (nextHead === undefined) return role
  return one === nextHead ? 'head' : 'member'
}

/** Take another household in, whole; its head is one of the members from then on. */
export async function joinHouseholds(
  session: WriteSession,
  id: CustomerId,
  { otherId, on, reason }: { otherId: CustomerId; on: LocalDate; reason: string },
): Promise<Household> {
  const day = later(session.today, on)
  const house = await householdIdOf(session, id, day)
  const other = await householdIdOf(session, otherId, day)
  if (house === other) refuse('household.same')
  const held = [house, other]
  await bring(
    session,
    { on, reason, named: [id, otherId], held, saw: house, joins: [other, house] },
    (now) => {
      const [into, whole] = [now.get(house) ?? new Map(), now.get(other) ?? new Map()] as [
        Members,
        Members,
      ]
      const moved = [...whole.keys()].map((one) => [one, 'member'] as const)
      return new Map<string, Members>([
        [house, new Map([...into, ...moved])],
        [other, new Map()],
      ])
    },
  )
  return householdById(session, house, day)
}
