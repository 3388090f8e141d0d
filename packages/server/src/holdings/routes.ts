import {
  AccountAverageView,
  type Fen,
  flowContract,
  groupContract,
  holdingContract,
  viewMeta,
} from '@crm/core'
import { answer } from '../kit/answer.ts'
import { shownLike } from '../kit/shown-like.ts'
import { averagesOf, flowsOf } from './flows.ts'
import { groupPicture } from './group-totals.ts'
import { currencyOf, holdingStore } from './store.ts'

/** Answers `/holdings`. */
export const holdingRoom = answer(
  'holdings',
  { ...holdingContract, ...flowContract, ...groupContract },
  {
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

    async getAverages({ session, query: { customerId } }) {
      await holdingStore(session).expectCustomer('account', customerId)
      const items = await averagesOf(session, customerId, session.today)
      const currency = await currencyOf(session)
      const total = (field: 'monthFen' | 'yearFen') => {
        const sum = items
          .filter((item) => item.currency === currency && item.kind !== 'loan')
          .reduce((before, item) => before + item[field], 0)
        return shownLike(session, viewMeta(AccountAverageView)!, field, sum as Fen)
      }
      return {
        asOf: session.today,
        currency,
        monthFen: total('monthFen'),
        yearFen: total('yearFen'),
        items: items.map(({ kind: _, ...item }) => item),
      }
    },

    getGroupTotals: ({ session, query: { customerId, of } }) =>
      groupPicture(session, customerId, of),

    async getFlows({ session, query: { customerId, months } }) {
      await holdingStore(session).expectCustomer('movement', customerId)
      const items = await flowsOf(session, customerId, session.today, months)
      return { asOf: session.today, items: [...items] }
    },
  },
)
