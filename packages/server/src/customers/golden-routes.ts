import { type goldenContract, goldenFields, wordAfterRestore } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { sayAtDesk, versionToRestore } from './desk-word.ts'
import { goldenStore } from './golden-store.ts'
import { historyStore } from './history.ts'
import { customerStore } from './store.ts'
import { closeCustomer, createCustomer, editCustomer } from './writing.ts'

/** Answers what `/customers` has of golden records. */
export const goldenHandlers: Handlers<typeof goldenContract> = {
  create: ({ session, body }) => createCustomer(session, body),

  edit: ({ session, params, body }) => editCustomer(session, params.id, body),

  close: ({ session, params }) => closeCustomer(session, params.id),

  getProvenance: ({ session, params }) => goldenStore(session).provenance(params.id),

  listConflicts: ({ session, params, query }) =>
    goldenStore(session).conflicts(params.source, query.limit, query.cursor),

  getHistory: ({ session, params, query }) =>
    historyStore(session).versions(params.id, query.limit, query.cursor),

  getAsOf: ({ session, params }) => historyStore(session).asOf(params.id, params.day),

  async restore({ session, params, body }) {
    const customer = await customerStore(session).get(params.id)
    session.expectVersion(customer)
    const was = await versionToRestore(session, customer.id, body.to)
    return sayAtDesk(session, customer, 'restore', ({ golden, others, desk, rules, today }) => {
      const { branchId, managerId } = golden.fields
      // Whose customer it is goes by hand-over, not by going back.
      const fields = { ...was.fields, branchId, managerId }
      const to = { desk: was.desk, fields }
      const word = wordAfterRestore({ others, desk, now: golden.fields, to }, rules, today)
      return { word, fields: Object.fromEntries(goldenFields.map((one) => [one, fields[one]])) }
    })
  },
}
