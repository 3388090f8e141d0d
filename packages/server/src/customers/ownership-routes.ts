import {
  asksAgreement,
  because,
  checkOwners,
  customerErrors,
  mainOwner,
  type OwnershipChange,
  type OwnershipOutcome,
  type ownershipContract,
  passOn,
  type Reason,
  type Share,
  type StaffId,
  shareOut,
  sharesOn,
} from '@crm/core'
import { propose } from '../approvals/index.ts'
import type { Handlers } from '../kit/answer.ts'
import type { WriteSession } from '../kit/session.ts'
import { candidateStore } from './candidates.ts'
import { saveShares, type Transfer } from './ownership-save.ts'
import { type Held, ownershipStore, TRANSFER, textOfShares } from './ownership-store.ts'

interface Wish {
  readonly held: Held
  readonly to: readonly Share[]
  /** Whose share is given. */
  readonly giverId: StaffId | undefined
  readonly reason: string
}

/** Why others have to agree first; nothing, where it is the caller's own to do. */
async function asked(session: WriteSession, { held, to, giverId }: Wish) {
  const offices = await candidateStore(session).officesOf(to.map(({ staffId }) => staffId))
  return asksAgreement({ caller: session.caller, giverId, branchIds: [held.branchId, ...offices] })
}

async function ask(session: WriteSession, { held, to, reason }: Wish, why: Reason) {
  checkOwners(shareOut(held.owners, to, session.today))
  const from = [...sharesOn(held.owners, session.today)]
  const content: Transfer = { customerId: held.id, from, to, reason }
  return propose(session, {
    kind: TRANSFER,
    subjectKind: 'customer',
    subjectId: held.id,
    branchId: held.branchId,
    reason: because(why.code, { ...why.facts, to: textOfShares(to) }),
    content,
  })
}

/** Do it where it is the caller's own to do, else ask those whose customer or office it is. */
async function move(
  session: WriteSession,
  wish: Wish,
  deed: OwnershipChange['deed'],
): Promise<OwnershipOutcome> {
  const { held, to, reason } = wish
  const customerId = held.id
  session.onRecord({ objectId: customerId, purpose: reason })
  const why = await asked(session, wish)
  if (why) {
    const { id } = await ask(session, wish, why)
    return { customerId, outcome: 'waiting', version: held.version, approvalId: id }
  }
  await saveShares(session, [{ held, to }], { deed, reason, byStaffId: session.caller.staffId })
  return { customerId, outcome: 'done', version: held.version + 1 }
}

/** Answers those of `/customers` that say whose customer it is. */
export const ownershipHandlers: Handlers<typeof ownershipContract> = {
  listOwners: ({ session, params, query }) =>
    ownershipStore(session).of(params.id, query.asOf ?? session.today),

  async listCandidates({ session, params }) {
    await ownershipStore(session).held(params.id)
    return { items: await candidateStore(session).list() }
  },

  async claim({ session, params }) {
    const { caller } = session
    const held = await ownershipStore(session).held(params.id)
    session.expectVersion(held)
    const now = sharesOn(held.owners, session.today)
    if (held.managerId !== undefined || now.length > 0) throw customerErrors.alreadyOwned(params.id)
    const to = passOn([], undefined, caller.staffId)
    const why = { deed: 'claim', reason: '', byStaffId: caller.staffId } as const
    await saveShares(session, [{ held, to }], why)
    return { customerId: held.id, outcome: 'done', version: held.version + 1 }
  },

  async handOver({ session, params, body }) {
    const held = await ownershipStore(session).held(params.id)
    session.expectVersion(held)
    const now = sharesOn(held.owners, session.today)
    const { fromId = mainOwner(now, held.managerId), toId, reason } = body
    if (now.length > 0 && !now.some(({ staffId }) => staffId === fromId))
      throw customerErrors.notAnOwner(fromId ?? '')
    return move(
      session,
      { held, to: passOn(now, fromId, toId), giverId: fromId, reason },
      'hand-over',
    )
  },

  async shareOut({ session, params, body }) {
    const held = await ownershipStore(session).held(params.id)
    session.expectVersion(held)
    const { shares: to, reason } = body
    return move(session, { held, to, giverId: held.managerId, reason }, 'share')
  },

  async handOverBook({ session, body }) {
    const { fromId, toId, reason } = body
    session.onRecord({ objectId: fromId, purpose: reason })
    const [office] = await candidateStore(session).officesOf([toId])
    const mine: Wish[] = []
    let waiting = 0
    for (const held of await ownershipStore(session).book(fromId)) {
      const to = passOn(sharesOn(held.owners, session.today), fromId, toId)
      const wish = { held, to, giverId: fromId, reason }
      const branchIds = [held.branchId, office!]
      const why = asksAgreement({ caller: session.caller, giverId: fromId, branchIds })
      if (!why) mine.push(wish)
      else {
        await ask(session, wish, why)
        waiting += 1
      }
    }
    const byStaffId = session.caller.staffId
    if (mine.length > 0) await saveShares(session, mine, { deed: 'hand-over', reason, byStaffId })
    return { moved: mine.length, waiting }
  },
}
