import {
  type CustomerId,
  checkWritten,
  expectDraft,
  expectFinal,
  type Interaction,
  InteractionId,
  interactionContract,
  interactionErrors,
  submitInteraction,
} from '@crm/core'
import { familyOf } from '../customers/index.ts'
import { customerStore } from '../customers/store.ts'
import { answer } from '../kit/answer.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'
import { addAddendum, createInteraction, discardInteraction, saveInteraction } from './save.ts'
import { interactionStore } from './store.ts'

const factsOf = ({ ports, today }: ReadSession) => ({ now: ports.now(), today })

async function tell(session: WriteSession, deed: string, made: Interaction): Promise<void> {
  const { branchId, managerId } = await customerStore(session).get(made.customerId)
  session.changed({
    room: 'interactions',
    deed,
    subjectKind: 'interaction',
    subjectId: made.id,
    customer: { id: made.customerId, branchId, managerId },
  })
}

/** What is followed is a submitted interaction with the same customer. */
async function expectFollowed(
  session: ReadSession,
  customerId: CustomerId,
  follows: InteractionId | undefined,
): Promise<void> {
  if (follows === undefined) return
  const before = expectFinal(await interactionStore(session).get(follows))
  const { ids } = await familyOf(session, customerId)
  if (!ids.includes(before.customerId)) throw interactionErrors.notFound(follows)
}

/** Answers `/interactions`. */
export const interactionRoom = answer('interactions', interactionContract, {
  listOf: ({ session, query }) => interactionStore(session).of(query.customerId, query),

  listByStaff({ session, query }) {
    const { staffId = session.caller.staffId, day = session.today } = query
    return interactionStore(session).byStaff(staffId, day, query)
  },

  listNextSteps: ({ session, query }) => interactionStore(session).nextSteps(query.until, query),

  get: ({ session, params }) => interactionStore(session).get(params.id),

  async create({ session, body }) {
    const { submit, ...said } = body
    const { id: customerId } = await customerStore(session).get(body.customerId)
    const written = { ...said, customerId }
    await expectFollowed(session, customerId, body.follows)
    const { caller, ports } = session
    const { happenedAt = ports.now() } = body
    const draft: Interaction = {
      ...checkWritten({ ...written, happenedAt }, factsOf(session)),
      id: InteractionId.parse(ports.newId('int')),
      version: 1,
      status: 'draft',
      staffId: caller.staffId,
      staffName: caller.name,
      addenda: [],
    }
    const made = submit ? submitInteraction(draft, caller.staffId, factsOf(session)) : draft
    await createInteraction(session, made)
    await tell(session, 'create', made)
    return made
  },

  async update({ session, params, body }) {
    const before = expectDraft(
      await interactionStore(session).get(params.id),
      session.caller.staffId,
    )
    session.expectVersion(before)
    const { id, customerId, version, status, staffId, staffName, addenda } = before
    await expectFollowed(session, customerId, body.follows)
    const { happenedAt = before.happenedAt } = body
    const written = checkWritten({ ...body, happenedAt }, factsOf(session))
    const kept = { id, customerId, version, status, staffId, staffName, addenda }
    const saved = await saveInteraction(session, { ...written, ...kept })
    await tell(session, 'update', saved)
    return saved
  },

  async submit({ session, params }) {
    const draft = await interactionStore(session).get(params.id)
    const final = submitInteraction(draft, session.caller.staffId, factsOf(session))
    session.expectVersion(draft)
    const saved = await saveInteraction(session, final)
    await tell(session, 'submit', saved)
    return saved
  },

  async discard({ session, params }) {
    const draft = expectDraft(
      await interactionStore(session).get(params.id),
      session.caller.staffId,
    )
    session.expectVersion(draft)
    await discardInteraction(session, draft)
    await tell(session, 'discard', draft)
    return { id: draft.id }
  },

  async addTo({ session, params, body }) {
    const final = expectFinal(await interactionStore(session).get(params.id))
    await addAddendum(session, final, body.text)
    await tell(session, 'addTo', final)
    return interactionStore(session).get(params.id)
  },
})
