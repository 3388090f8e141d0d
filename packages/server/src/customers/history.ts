import {
  type Customer,
  type CustomerId,
  type CustomerVersion,
  changesBetween,
  customerErrors,
  type GoldenCause,
  type GoldenFields,
  type Instant,
  type LocalDate,
  type Page,
  StaffId,
} from '@crm/core'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import type { ReadSession } from '../kit/session.ts'
import { fieldsOf } from './golden-row.ts'
import { customerStore } from './store.ts'
import { type StoredVersion, versionsOf } from './version-rows.ts'

const customerOf = (id: CustomerId, { fields, version }: StoredVersion): Customer => ({
  ...(fields as GoldenFields),
  id,
  version,
})

interface Begun {
  readonly to: LocalDate
  /** A version: only those before it. */
  readonly before?: number | undefined
  readonly limit: number
}

/** A version among its neighbours: the one before it in the list ended it, the one after says what it changed. */
function versionAmong(
  rows: readonly StoredVersion[],
  at: number,
  id: CustomerId,
  endedOn?: LocalDate,
): CustomerVersion {
  const row = rows[at]!
  const earlier = rows[at + 1]
  const toOn = at === 0 ? endedOn : rows[at - 1]?.fromOn
  const { cause, bySource, byStaffId, at: moment } = row.cause
  return {
    customer: customerOf(id, row),
    fromOn: row.fromOn,
    ...(toOn !== undefined && { toOn }),
    at: moment as Instant,
    cause,
    bySource,
    ...(byStaffId !== '' && { byStaffId: StaffId.parse(byStaffId) }),
    changed: earlier ? changesBetween(earlier.fields, row.fields).map(({ field }) => field) : [],
  }
}

/** What golden records were, as far as the caller of the session may see the customer today. */
export const historyStore = (session: ReadSession) => ({
  /** Every version of one customer, the one that holds first. @throws `customer.not_found` */
  async versions(id: CustomerId, limit: number, cursor?: string): Promise<Page<CustomerVersion>> {
    const current = await holding(session, await customerStore(session).get(id))
    const after = readCursor(session, cursor, 'small', 'day')
    const before = after === undefined ? current.version : Number(after[0])
    // One more than is shown says whether there is more, and what the last one shown changed.
    const past = await versionsOf(session, id, { before, limit: limit + 1 })
    const rows = after === undefined ? [current, ...past] : past
    const toVersion = (row: StoredVersion) =>
      versionAmong(rows, rows.indexOf(row), id, after?.[1] as LocalDate | undefined)
    return pageOf(rows, limit, toVersion, (row) => cursorOf(session, row.version, row.fromOn))
  },

  /** So many versions that had begun by the end of a day, the last first. @throws `customer.not_found` */
  async begunBy(id: CustomerId, { to, before, limit }: Begun): Promise<readonly CustomerVersion[]> {
    const current = await holding(session, await customerStore(session).get(id))
    const past = await versionsOf(session, id, {
      begunBy: to,
      limit: limit + 1,
      ...(before !== undefined && { before }),
    })
    const holds = current.fromOn <= to && (before === undefined || current.version < before)
    const rows = holds ? [current, ...past] : past
    return rows.slice(0, limit).map((_, at) => versionAmong(rows, at, id))
  },

  /**
   * One customer as they were at the end of a day.
   *
   * @throws `customer.not_found`, `customer.not_known_on`
   */
  async asOf(id: CustomerId, day: LocalDate): Promise<Customer> {
    const customer = await customerStore(session).get(id)
    const current = await holding(session, customer)
    if (current.fromOn <= day) return customer
    const [was] = await versionsOf(session, id, { begunBy: day, limit: 1 })
    if (!was) throw customerErrors.notKnownOn(id, day)
    return customerOf(id, was)
  },
})

/** The version that holds, from the customer's own row. */
async function holding(session: ReadSession, customer: Customer): Promise<StoredVersion> {
  const row = await session.db
    .selectFrom('customer')
    .select(['since_on', 'cause', 'by_source', 'by_staff_id', 'source', 'updated_at'])
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customer.id)
    .executeTakeFirstOrThrow()
  return {
    version: customer.version,
    fromOn: row.since_on as LocalDate,
    cause: {
      cause: row.cause as GoldenCause,
      bySource: row.by_source || row.source,
      byStaffId: row.by_staff_id,
      at: row.updated_at,
    },
    fields: fieldsOf(customer),
  }
}
