import { CustomerId, customerContract } from '@crm/core'
import { answer } from '../kit/answer.ts'
import { isWholeNumber } from './search-text.ts'
import { customerStore } from './store.ts'

/** Answers `/customers`. */
export const customerRoom = answer('customers', customerContract, {
  async search({ session, body }) {
    // An answer to a whole number tells whether the bank knows it: that is counted.
    if (isWholeNumber(body.text)) session.guard.takeExactSearch(session.who.staffId)
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
