import {
  ConsentId,
  type ConsentLedger,
  CustomerId,
  customerContract,
  goldenContract,
  householdContract,
  labelContract,
  mergeContract,
  ownershipContract,
  relationshipContract,
} from '@crm/core'
import { answer } from '../kit/answer.ts'
import { goldenHandlers } from './golden-routes.ts'
import { householdHandlers } from './household-routes.ts'
import { labelHandlers } from './label-routes.ts'
import { mergeHandlers } from './merge-routes.ts'
import type { Recount } from './merge-writing.ts'
import { ownershipHandlers } from './ownership-routes.ts'
import { consentsOf, erase, personFile, recordConsent, setRestricted } from './privacy.ts'
import { relationshipHandlers } from './relationship-routes.ts'
import { isForNumber } from './search-text.ts'
import { customerStore } from './store.ts'

const ledgerOf = ({ states, records }: Awaited<ReturnType<typeof consentsOf>>): ConsentLedger => ({
  states: [...states],
  records: [...records],
})

const contract = {
  // Before a customer's own address, which would take `labels` and `merges` for an id.
  ...labelContract,
  ...mergeContract,
  ...customerContract,
  ...goldenContract,
  ...relationshipContract,
  ...householdContract,
  ...ownershipContract,
}

/** Answers `/customers`; `recount` works out anew what later rooms count of customers that become one. */
export const customerRoom = (recount: Recount) =>
  answer('customers', contract, {
    ...goldenHandlers,
    ...ownershipHandlers,
    ...relationshipHandlers,
    ...householdHandlers,
    ...labelHandlers,
    ...mergeHandlers(recount),

    async listConsents({ session, params }) {
      return ledgerOf(await consentsOf(session, params.id))
    },

    async recordConsent({ session, params, body }) {
      await recordConsent(session, {
        ...body,
        id: ConsentId.parse(session.ports.newId('con')),
        customerId: params.id,
        byStaffId: session.caller.staffId,
        at: session.ports.now(),
      })
      return ledgerOf(await consentsOf(session, params.id))
    },

    exportPerson: ({ session, params, body }) => personFile(session, params.id, body.reason),

    async restrict({ session, params, body }) {
      await setRestricted(session, params.id, true, body.reason)
      return { restricted: true }
    },

    async liftRestriction({ session, params, body }) {
      await setRestricted(session, params.id, false, body.reason)
      return { restricted: false }
    },

    erase: ({ session, params, body }) => erase(session, params.id, body.reason),

    async search({ session, body }) {
      // Any answer tells whether the bank knows it, a number or a name that is masked: that is counted.
      const tells = isForNumber(body.text) || !session.mayUse('customer', 'name', 'filter')
      if (tells && body.text.trim() !== '') session.guard.takeExactSearch(session.whose)
      return customerStore(session).search(body.text, body.limit, body.cursor)
    },

    get: ({ session, params }) => customerStore(session).get(params.id),

    async getMany({ session, query }) {
      const ids = query.ids
        .split(',')
        .slice(0, 100)
        .map((id) => CustomerId.parse(id))
      return { items: await customerStore(session).getMany(ids) }
    },
  })
