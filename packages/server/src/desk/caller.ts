import {
  type CallerAnswer,
  type CallerCandidate,
  type CallerVerification,
  type Customer,
  type CustomerId,
  CustomerView,
  deskErrors,
  maskValue,
  plainNumber,
  readCallerNumber,
  viewMeta,
} from '@crm/core'
import { customerStore } from '../customers/store.ts'
import { takeDaily } from '../kit/limits/daily.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'

/** More than a family has on one phone. */
const MOST = 6
/** So many answers are tried for one customer by one person a day. */
const TRIES = 5
const TAIL = 4

/** What is asked of the caller, and what they said. */
export interface CallerQuestion {
  readonly customerId: CustomerId
  readonly question: 'idTail' | 'bornOn'
  readonly answer: string
}

const customerMeta = viewMeta(CustomerView)!

/**
 * Who may be calling from a number. Whoever asks, names come masked: a number on a screen proves
 * nothing, and the person on the phone has yet to say who they are.
 */
export async function findCaller(session: ReadSession, given: string): Promise<CallerAnswer> {
  const read = readCallerNumber(given)
  if (read === undefined) return { kind: 'unknown', candidates: [] }
  session.guard.takeExactSearch(session.whose)
  const { items } = await customerStore(session).byPhone(read.number, MOST)
  return { kind: read.kind, candidates: items.map((customer) => candidateOf(session, customer)) }
}

function candidateOf(session: ReadSession, customer: Customer): CallerCandidate {
  const plan = session.plan(customerMeta)
  const { id, kind, name, village, idNumber, bornOn } = customer
  return {
    customerId: id,
    kind,
    name: plan.name === 'hide' ? { masked: '***' } : maskValue('name', name),
    ...(plan.village === 'show' && village !== undefined && { village }),
    questions: [
      ...(idNumber === undefined ? [] : (['idTail'] as const)),
      ...(bornOn === undefined ? [] : (['bornOn'] as const)),
    ],
  }
}

/**
 * Is what the caller answered what the bank knows? The answer itself is shown to nobody, and tried five
 * times a day at most: four digits are soon guessed. On record, whatever comes of it.
 *
 * @throws `customer.not_found`, `caller.nothing_to_ask`, `caller.tries_spent`
 */
export async function verifyCaller(
  session: WriteSession,
  { customerId, question, answer }: CallerQuestion,
): Promise<CallerVerification> {
  const { idNumber, bornOn } = await customerStore(session).get(customerId)
  const known = question === 'idTail' ? idNumber?.slice(-TAIL) : bornOn?.replaceAll('-', '')
  if (known === undefined) throw deskErrors.nothingToAsk(customerId)
  const taken = await takeDaily(session.db, session.who, `caller ${customerId}`, TRIES)
  if (taken === undefined) throw deskErrors.triesSpent(TRIES)
  const verified = plainNumber(answer) === plainNumber(known)
  session.onRecord({
    objectId: customerId,
    fieldNames: [`customer.${question === 'idTail' ? 'idNumber' : 'bornOn'}`],
    purpose: verified ? 'caller verified' : 'caller not verified',
  })
  return { verified, left: TRIES - taken }
}
