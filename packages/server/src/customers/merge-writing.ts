import {
  type CustomerId,
  type CustomerMerge,
  errorOfMerge,
  faultOfMerge,
  type MergeId,
  mergeErrors,
} from '@crm/core'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { makingOf, tellOf } from './desk-word.ts'
import { forgetFamilies } from './families.ts'
import { mergeStore } from './merge-store.ts'
import { joinCustomers, partCustomers } from './merging.ts'
import { customerStore } from './store.ts'

/** Works out anew what later rooms know of customers whose rows are added up otherwise now. */
export type Recount = (session: WriteSession, customerIds: readonly string[]) => Promise<void>

/** What somebody holds to be one, and why. */
export interface MergeWish {
  readonly mergedId: CustomerId
  readonly reason: string
  readonly evidence?: string | undefined
}

/**
 * Hold two customers in sight to be one.
 *
 * @throws `customer.not_found`, `write.version_stale`, `merge.approval_open`, and what stands against it
 */
export async function mergeCustomers(
  session: WriteSession,
  survivorId: CustomerId,
  { mergedId, reason, evidence }: MergeWish,
  recount: Recount,
): Promise<CustomerMerge> {
  const customers = customerStore(session)
  const survivor = await customers.get(survivorId)
  session.expectVersion(survivor)
  const merged = await customers.get(mergedId)
  const fault = faultOfMerge(survivor, merged, evidence, session.today)
  if (fault) throw errorOfMerge(fault)
  const mergeId = session.ports.newId('mrg')
  await beyondSight(session, async () => {
    await expectNothingPending(session, [survivor.id, merged.id])
    const pair = { mergeId, survivorId: survivor.id, mergedId: merged.id, reason, evidence }
    await recount(session, await joinCustomers(makingOf(session, 'merge'), [pair]))
  })
  return tell(session, mergeId, 'merge')
}

/** Take a merge back. @throws `merge.not_found`, `merge.undone` */
export async function unmergeCustomers(
  session: WriteSession,
  mergeId: MergeId,
  reason: string,
  recount: Recount,
): Promise<CustomerMerge> {
  const merge = await mergeStore(session).get(mergeId)
  if (merge.undoneAt !== undefined) throw mergeErrors.undone(mergeId)
  await beyondSight(session, async () => {
    const making = makingOf(session, 'unmerge')
    const { mergedId } = merge
    await recount(session, await partCustomers(making, [{ mergeId, mergedId }], reason))
  })
  return tell(session, mergeId, 'unmerge')
}

/** What was agreed about one of two is decided before they are one: it could not be carried out after. */
async function expectNothingPending(
  { db, bankId }: WriteSession,
  ids: readonly string[],
): Promise<void> {
  const open = await db
    .selectFrom('approval')
    .select('subject_id')
    .where('bank_id', '=', bankId)
    .where('status', '=', 'pending')
    .where('subject_id', 'in', [...ids])
    .executeTakeFirst()
  if (open) throw mergeErrors.approvalOpen(open.subject_id)
}

async function tell(
  session: WriteSession,
  mergeId: string,
  deed: 'merge' | 'unmerge',
): Promise<CustomerMerge> {
  forgetFamilies(session)
  const merge = await mergeStore(session).get(mergeId)
  const { survivorId, mergedId } = merge
  session.onRecord({ objectId: survivorId, purpose: merge.undoneReason ?? merge.reason })
  for (const customer of await customerStore(session).getMany([survivorId, mergedId]))
    tellOf(session, customer, deed)
  return merge
}
