import {
  type BookPlace,
  type BranchId,
  type CustomerId,
  customerErrors,
  type LocalDate,
  type Owner,
  type OwnerLine,
  type Ownership,
  type OwnershipChange,
  ownersByDay,
  ownersOn,
  type Share,
  type StaffId,
} from '@crm/core'
import { sql } from 'kysely'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familiesAmong } from './families.ts'

/** What approvals call the transfer of a customer. */
export const TRANSFER = 'customer.transfer'
/** How many entries of the log an answer holds. */
const SHOWN = 100
/** The most customers that change hands in one go. */
export const BOOK_LIMIT = 20_000

/** A customer with everybody who has ever looked after them. */
export interface Held {
  readonly id: CustomerId
  readonly version: number
  readonly branchId: BranchId
  readonly managerId?: StaffId | undefined
  readonly openedOn: LocalDate
  readonly owners: readonly Owner[]
}

const later = (a: LocalDate, b: LocalDate): LocalDate => [a, b].sort()[1]!

function byCustomer<Row extends { readonly customer_id: string }>(rows: readonly Row[]) {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.customer_id)
    if (group) group.push(row)
    else groups.set(row.customer_id, [row])
  }
  return groups
}

/** Who looks after whom, as far as the caller may see the customers. */
export const ownershipStore = (session: ReadSession) => ({
  /** One customer's owners on a day, what waits, and the log. @throws `customer.not_found` */
  async of(id: CustomerId, asOf: LocalDate): Promise<Ownership> {
    const { version, managerId, owners, openedOn } = await this.held(id)
    const now = ownersOn(owners, asOf)
    const log = await this.log(id)
    const main = asOf === session.today ? managerId : await this.managerOn(id, asOf)
    const lines = now.map(
      (owner): OwnerLine => ({
        ...owner,
        fromOn: later(owner.fromOn, openedOn),
        main: owner.staffId === main,
      }),
    )
    const pending = await this.pending(id)
    const named = [now, pending?.to ?? [], ...log.flatMap(({ from, to }) => [from, to])].flat()
    const staffIds = [
      ...named.map(({ staffId }) => staffId),
      ...log.map(({ byStaffId }) => byStaffId),
      ...(pending ? [pending.byStaffId] : []),
    ]
    return {
      customerId: id,
      version,
      asOf,
      owners: lines.sort((a, b) => Number(b.main) - Number(a.main) || b.shareBp - a.shareBp),
      ...(pending && { pending }),
      log,
      names: await this.names([...new Set(staffIds)]),
    }
  },

  /** A customer with their owners. @throws `customer.not_found`, also where they are out of sight */
  async held(id: CustomerId): Promise<Held> {
    const [found] = await this.heldMany([id])
    if (!found) throw customerErrors.notFound(id)
    return found
  },

  /** Those of the customers that are in sight, with their owners. */
  async heldMany(ids: readonly string[]): Promise<readonly Held[]> {
    const found = await this.standing(ids)
    const missing = ids.filter((id) => !found.some((one) => one.id === id))
    if (missing.length === 0) return found
    const families = await familiesAmong(session.db, session.bankId, missing)
    const survivors = missing.map((id) => families.rootOf(id)).filter((id) => !ids.includes(id))
    return survivors.length === 0 ? found : [...found, ...(await this.standing(survivors))]
  },

  /** Those of them who stand by themselves, and whom nobody stands for. */
  async standing(ids: readonly string[]): Promise<readonly Held[]> {
    const rows = await session.db
      .selectFrom('customer')
      .select(['customer_id', 'version', 'branch_id', 'manager_id', 'opened_on'])
      .where(customerInSight(session, 'customer'))
      .where(sql<boolean>`customer_id = any(${ids}::text[])`)
      .orderBy('customer_id')
      .execute()
    const owners = await this.ownersOf(rows.map(({ customer_id }) => customer_id))
    return rows.map((row) => ({
      id: row.customer_id as CustomerId,
      version: row.version,
      branchId: row.branch_id as BranchId,
      managerId: row.manager_id === '' ? undefined : (row.manager_id as StaffId),
      openedOn: row.opened_on as LocalDate,
      owners: owners.get(row.customer_id) ?? [],
    }))
  },

  /** Those in sight of whom somebody has a share today. @throws `customer.book_too_large` */
  async book(staffId: StaffId): Promise<readonly Held[]> {
    const rows = await session.db
      .selectFrom('customer')
      .select('customer_id')
      .where(customerInSight(session, 'customer'))
      .where((eb) =>
        eb.or([
          eb('manager_id', '=', staffId),
          sql<boolean>`exists (select 1 from customer_owner as o
            where o.bank_id = customer.bank_id and o.customer_id = customer.customer_id
              and o.staff_id = ${staffId} and o.from_on <= ${session.today}::date
              and (o.to_on is null or o.to_on > ${session.today}::date))`,
        ]),
      )
      .limit(BOOK_LIMIT + 1)
      .execute()
    if (rows.length > BOOK_LIMIT) throw customerErrors.bookTooLarge(BOOK_LIMIT)
    return this.heldMany(rows.map(({ customer_id }) => customer_id))
  },

  /** Everybody who looked after these customers, day by day; for those found in sight before. */
  async ownersOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Owner[]>> {
    if (ids.length === 0) return new Map()
    const wanted = sql<boolean>`customer_id = any(${ids}::text[])`
    const places = await session.db
      .selectFrom('customer_place')
      .select(['customer_id', 'from_on', 'manager_id'])
      .where('bank_id', '=', session.bankId)
      .where(wanted)
      .execute()
    const shares = await session.db
      .selectFrom('customer_owner')
      .select(['customer_id', 'staff_id', 'from_on', 'to_on', 'share_bp'])
      .where('bank_id', '=', session.bankId)
      .where(wanted)
      .orderBy('from_on')
      .orderBy('share_bp', 'desc')
      .orderBy('staff_id')
      .execute()
    const placesOf = byCustomer(places)
    const sharesOf = byCustomer(shares)
    return new Map(
      ids.map((id) => [
        id,
        ownersByDay(
          (placesOf.get(id) ?? []).map(
            ({ from_on, manager_id }): BookPlace => ({
              fromOn: from_on as LocalDate,
              ...(manager_id !== '' && { managerId: manager_id as StaffId }),
            }),
          ),
          (sharesOf.get(id) ?? []).map(
            (row): Owner => ({
              staffId: row.staff_id as StaffId,
              shareBp: row.share_bp,
              fromOn: row.from_on as LocalDate,
              ...(row.to_on !== null && { toOn: row.to_on as LocalDate }),
            }),
          ),
        ),
      ]),
    )
  },

  async managerOn(id: CustomerId, day: LocalDate): Promise<StaffId | undefined> {
    const place = await session.db
      .selectFrom('customer_place')
      .select('manager_id')
      .where('bank_id', '=', session.bankId)
      .where('customer_id', '=', id)
      .where('from_on', '<=', day)
      .orderBy('from_on', 'desc')
      .limit(1)
      .executeTakeFirst()
    return (place?.manager_id || undefined) as StaffId | undefined
  },

  async names(ids: readonly string[]): Promise<Record<string, string>> {
    if (ids.length === 0) return {}
    const rows = await session.db
      .selectFrom('staff')
      .select(['staff_id', 'name'])
      .where('bank_id', '=', session.bankId)
      .where('staff_id', 'in', ids)
      .execute()
    return Object.fromEntries(rows.map(({ staff_id, name }) => [staff_id, name]))
  },

  /** The request about a customer that waits for agreement, the newest of several. */
  async pending(id: CustomerId): Promise<Ownership['pending']> {
    const row = await session.db
      .selectFrom('approval')
      .select(['approval_id', 'reason', 'maker_id', 'made_at'])
      .where('bank_id', '=', session.bankId)
      .where('subject_id', '=', id)
      .where('kind', '=', TRANSFER)
      .where('status', '=', 'pending')
      .orderBy('made_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) return undefined
    return {
      approvalId: row.approval_id,
      to: sharesOfText(String(row.reason.facts.to ?? '')),
      byStaffId: row.maker_id as StaffId,
      at: row.made_at as OwnershipChange['at'],
    }
  },

  async log(id: CustomerId): Promise<readonly OwnershipChange[]> {
    const rows = await session.db
      .selectFrom('ownership_change')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .where('customer_id', '=', id)
      .orderBy('at', 'desc')
      .orderBy('change_id', 'desc')
      .limit(SHOWN)
      .execute()
    return rows.map(
      (row) =>
        ({
          id: row.change_id,
          customerId: row.customer_id,
          onDay: row.on_day,
          deed: row.deed,
          from: row.from_shares,
          to: row.to_shares,
          reason: row.reason,
          byStaffId: row.by_staff_id,
          at: row.at,
        }) as OwnershipChange,
    )
  },
})

/** Shares as a fact of a request: `stf_chen 7000, stf_wu 3000`. */
export const textOfShares = (shares: readonly Share[]): string =>
  shares.map(({ staffId, shareBp }) => `${staffId} ${shareBp}`).join(', ')

const sharesOfText = (text: string): readonly Share[] =>
  text
    .split(', ')
    .filter(Boolean)
    .map((one) => {
      const [staffId, shareBp] = one.split(' ')
      return { staffId: staffId as StaffId, shareBp: Number(shareBp) }
    })
