import {
  AccountView,
  callerContract,
  deskContract,
  openWorkContract,
  timelineContract,
  totalBalances,
  viewMeta,
} from '@crm/core'
import { customerStore } from '../customers/store.ts'
import { currencyOf, holdingStore } from '../holdings/store.ts'
import { answer } from '../kit/answer.ts'
import { shownLike } from '../kit/shown-like.ts'
import { reminderStore } from '../reminders/store.ts'
import { findCaller, verifyCaller } from './caller.ts'
import { openWorkOf } from './open-work.ts'
import { timelineOf } from './timeline.ts'
import { unmask } from './unmask.ts'

/** How much of each list the overview shows; the rest is a page away. */
const PART = { accounts: 100, holdings: 100, movements: 20, reminders: 20 }

/** Answers `/desk`. */
export const deskRoom = answer(
  'desk',
  { ...deskContract, ...callerContract, ...openWorkContract, ...timelineContract },
  {
    findCaller: ({ session, body }) => findCaller(session, body.number),

    verifyCaller: ({ session, body }) => verifyCaller(session, body),

    unmask: ({ session, body }) => unmask(session, body),

    getOpenWork: ({ session, params }) => openWorkOf(session, params.id),

    getTimeline: ({ session, params, query }) => timelineOf(session, params.id, query),

    async getOverview({ session, params }) {
      const customerId = params.id
      const customer = await customerStore(session).get(customerId)
      const store = holdingStore(session)
      const accounts = await store.accounts({ customerId, limit: PART.accounts })
      const holdings = await store.holdings({ customerId, limit: PART.holdings })
      const movements = await store.movements({ customerId, limit: PART.movements })
      // What the licence leaves out does not come in by the overview either.
      const reminders = session.covers('reminders')
        ? await reminderStore(session).openOf(customerId, PART.reminders)
        : []

      const { assetsFen, debtsFen } = totalBalances(accounts.items)
      const shown = <T>(value: T) => shownLike(session, viewMeta(AccountView)!, 'balanceFen', value)

      return {
        customer,
        asOf: session.today,
        currency: await currencyOf(session),
        assetsFen: shown(assetsFen),
        debtsFen: shown(debtsFen),
        accounts: [...accounts.items],
        holdings: [...holdings.items],
        movements: [...movements.items],
        reminders: [...reminders],
      }
    },
  },
)
