import type { relationshipContract } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { relationshipStore } from './relationship-store.ts'
import { addRelationship, endRelationship, undoRelationship } from './relationship-writing.ts'

/** Answers what `/customers` has of relationships. */
export const relationshipHandlers: Handlers<typeof relationshipContract> = {
  listRelationships: ({ session, params, query: { asOf, when } }) =>
    relationshipStore(session).list(
      params.id,
      when === 'ever' ? undefined : (asOf ?? session.today),
    ),

  addRelationship: ({ session, params, body }) => addRelationship(session, params.id, body),

  endRelationship: ({ session, params, body }) =>
    endRelationship(session, params.id, params.relationship, body),

  undoRelationship: ({ session, params }) =>
    undoRelationship(session, params.id, params.relationship),

  getNetwork: ({ session, params, query: { asOf, steps } }) =>
    relationshipStore(session).network(params.id, asOf ?? session.today, steps),

  getGuarantees: ({ session, params, query }) =>
    relationshipStore(session).guarantees(params.id, query.asOf ?? session.today),

  getBeneficialOwners: ({ session, params, query }) =>
    relationshipStore(session).beneficialOwners(params.id, query.asOf ?? session.today),
}
