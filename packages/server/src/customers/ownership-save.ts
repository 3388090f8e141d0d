import {
  checkOwners,
  customerErrors,
  DESK,
  kitErrors,
  mainOwner,
  type OwnershipChange,
  type Share,
  type StaffId,
  shareOut,
  sharesOn,
} from '@crm/core'
import { sql } from 'kysely'
import { keepCustomerPlaces } from '../access/store.ts'
import type { ApprovalKind } from '../kit/approval-kind.ts'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { candidateStore } from './candidates.ts'
import { makingOf } from './desk-word.ts'
import { holdGolden } from './golden-row.ts'
import { shareAsSurvivors } from './merge-rows.ts'
import { type Held, ownershipStore, TRANSFER } from './ownership-store.ts'
import { recordsOf } from './source-rows.ts'
import { keepVersions } from './version-rows.ts'

/** A customer with the shares that are to hold from today on. */
export interface Move {
  readonly held: Held
  readonly to: readonly Share[]
}

/** Why they change hands, and at whose wish. */
export interface MoveReason {
  readonly deed: OwnershipChange['deed']
  readonly reason: string
  readonly byStaffId: StaffId
}

/**
 * Save new shares from today on for customers found in sight: what ran ends, the customer goes to the
 * book of who has most, and each change is in the log. Whoever gives a customer away may not see them
 * any more when this is done.
 *
 * @throws `access.shares_unsound`, `write.version_stale` when somebody saved one in between
 */
export async function saveShares(
  session: WriteSession,
  moves: readonly Move[],
  why: MoveReason,
): Promise<void> {
  const { today } = session
  for (const { held, to } of moves) checkOwners(shareOut(held.owners, to, today))
  await beyondSight(session, async () => {
    await takeVersions(session, moves, why)
    await writeShares(session, moves)
    await shareAsSurvivors(
      session.db,
      session.bankId,
      moves.map(({ held }) => held.id),
    )
    await keepCustomerPlaces(
      session.db,
      session.bankId,
      moves.map(({ held }) => held.id),
    )
    await writeLog(session, moves, why)
  })
  for (const { held, to } of moves)
    session.changed({
      room: 'customers',
      deed: why.deed,
      subjectKind: 'customer',
      subjectId: held.id,
      customer: { id: held.id, branchId: held.branchId, managerId: mainOwner(to, held.managerId) },
    })
}

/**
 * Each customer goes to their main owner's book, if nobody else changed them since they were read; what
 * they were is kept as a version.
 */
async function takeVersions(
  session: WriteSession,
  moves: readonly Move[],
  { byStaffId }: MoveReason,
): Promise<void> {
  const { db, keys, bankId } = session
  const ids = moves.map(({ held }) => held.id)
  const rows = moves.map(({ held, to }) => ({
    customer_id: held.id,
    version: held.version,
    manager_id: mainOwner(to, held.managerId) ?? '',
  }))
  const golden = await holdGolden(db, keys, bankId, ids)
  const stale = moves.find(({ held }) => golden.get(held.id)?.version !== held.version)
  if (stale) throw kitErrors.versionStale(stale.held.id, stale.held.version, stale.held.version + 1)
  const records = await recordsOf(db, keys, bankId, ids)
  const desk = records.filter(({ source }) => source === DESK)
  const making = { ...makingOf(session, 'hand-over'), byStaffId }
  await keepVersions(
    making,
    [...golden.values()],
    new Map(desk.map((record) => [record.customerId, record])),
  )
  await sql`
    update customer as c set manager_id = r.manager_id, version = c.version + 1,
      since_on = ${session.today}::date, cause = ${making.cause}, by_source = ${making.bySource},
      by_staff_id = ${byStaffId}, updated_at = ${making.at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id text, version int, manager_id text)
    where c.bank_id = ${bankId} and c.customer_id = any(${ids}::text[])
      and c.customer_id = r.customer_id`.execute(db)
}

async function writeShares(session: WriteSession, moves: readonly Move[]): Promise<void> {
  const { db, bankId, today } = session
  const ids = moves.map(({ held }) => held.id)
  const theirs = sql`bank_id = ${bankId} and customer_id = any(${ids}::text[])`
  await sql`delete from customer_owner where ${theirs} and from_on >= ${today}::date`.execute(db)
  await sql`update customer_owner set to_on = ${today}::date
    where ${theirs} and (to_on is null or to_on > ${today}::date)`.execute(db)
  const rows = moves.flatMap(({ held, to }) =>
    to.map(({ staffId, shareBp }) => ({
      customer_id: held.id,
      staff_id: staffId,
      share_bp: shareBp,
    })),
  )
  await sql`insert into customer_owner (bank_id, customer_id, staff_id, from_on, share_bp)
    select ${bankId}, r.customer_id, r.staff_id, ${today}::date, r.share_bp
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id text, staff_id text, share_bp int)`.execute(db)
}

async function writeLog(
  session: WriteSession,
  moves: readonly Move[],
  { deed, reason, byStaffId }: MoveReason,
): Promise<void> {
  const rows = moves.map(({ held, to }) => ({
    customer_id: held.id,
    change_id: session.ports.newId('own'),
    from_shares: sharesOn(held.owners, session.today),
    to_shares: to,
  }))
  await sql`insert into ownership_change
      (bank_id, customer_id, change_id, on_day, deed, from_shares, to_shares, reason, by_staff_id, at)
    select ${session.bankId}, r.customer_id, r.change_id, ${session.today}::date, ${deed},
      r.from_shares, r.to_shares, ${reason}, ${byStaffId}, ${session.ports.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id text, change_id text, from_shares jsonb, to_shares jsonb)`.execute(
    session.db,
  )
}

/** What a request to move a customer holds. */
export interface Transfer {
  readonly customerId: Held['id']
  readonly from: readonly Share[]
  readonly to: readonly Share[]
  readonly reason: string
}

const same = (a: readonly Share[], b: readonly Share[]): boolean =>
  a.length === b.length &&
  a.every(({ staffId, shareBp }) =>
    b.some((other) => other.staffId === staffId && other.shareBp === shareBp),
  )

const transfer: ApprovalKind = {
  async apply(session, { content, makerId }) {
    const { customerId, from, to, reason } = content as Transfer
    const held = await ownershipStore(session).held(customerId)
    // What was agreed to is this change, not one from whatever has become of it.
    if (!same(sharesOn(held.owners, session.today), from))
      throw customerErrors.ownersChanged(customerId)
    await candidateStore(session).officesOf(to.map(({ staffId }) => staffId))
    const byStaffId = makerId as StaffId
    await saveShares(session, [{ held, to }], { deed: 'transfer', reason, byStaffId })
  },
}

/** How agreed transfers are carried out. */
export const ownershipKinds: Readonly<Record<string, ApprovalKind>> = { [TRANSFER]: transfer }
