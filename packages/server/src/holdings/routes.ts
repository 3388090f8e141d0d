import { holdingContract } from '@crm/core'
import { answer } from '../kit/answer.ts'
import { holdingStore } from './store.ts'

/** Answers `/holdings`. */
export const holdingRoom = answer('holdings', holdingContract, {
  async listAccounts({ session, query }) {
    const store = holdingStore(session)
    await store.expectCustomer('account', query.customerId)
    return store.accounts(query)
  },

  async listHoldings({ session, query }) {
    const store = holdingStore(session)
    await store.expectCustomer('holding', query.customerId)
    return store.holdings(query)
  },

  async listMovements({ session, query }) {
    const store = holdingStore(session)
    await store.expectCustomer('movement', query.customerId)
    return store.movements(query)
  },
})
