import type { householdContract } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { findHousehold } from './household-store.ts'
import {
  addToHousehold,
  formHousehold,
  joinHouseholds,
  leaveHousehold,
} from './household-writing.ts'

/** Answers what `/customers` has of households. */
export const householdHandlers: Handlers<typeof householdContract> = {
  async findHousehold({ session, params, query }) {
    const household = await findHousehold(session, params.id, query.asOf ?? session.today)
    return household ? { household } : {}
  },

  formHousehold: ({ session, params, body }) => formHousehold(session, params.id, body),

  addToHousehold: ({ session, params, body }) => addToHousehold(session, params.id, body),

  leaveHousehold: ({ session, params, body }) => leaveHousehold(session, params.id, body),

  joinHouseholds: ({ session, params, body }) => joinHouseholds(session, params.id, body),
}
