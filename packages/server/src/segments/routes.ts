import {
  accessErrors,
  type Criteria,
  checkCriteria,
  customerFields,
  describeCriteria,
  evaluateCriteria,
  may,
  type Segment,
  SegmentId,
  segmentContract,
  usesOf,
} from '@crm/core'
import { answer } from '../kit/answer.ts'
import { takeDaily } from '../kit/limits/daily.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'
import { createSegment, segmentStore, updateSegment } from './store.ts'

/** How many customers a preview shows. */
const SAMPLE = 5

/**
 * Hold a criteria to the catalogue, and to fields the caller may use: whoever may not see a value
 * may not find it out by asking for it either. Counting asks the policies for `facts`, by the name that
 * the catalogue gives a field; who sees customers is held to what they see of them besides.
 */
function usable(session: ReadSession, criteria: unknown): Criteria {
  const checked = checkCriteria(customerFields, criteria)
  const seesCustomers = session.scope('customer').allow.length > 0
  const may = (field: string) => {
    const { resource, field: own } = customerFields[field as keyof typeof customerFields]
    if (!session.mayUse('facts', field, 'filter')) return false
    return resource === 'facts' || !seesCustomers || session.mayUse(resource, own, 'filter')
  }
  for (const field of usesOf(checked)) if (!may(field)) throw accessErrors.fieldNotUsable(field)
  return checked
}

const sentenceOf = (criteria: Criteria) => ({
  zh: describeCriteria(customerFields, criteria, 'zh'),
  en: describeCriteria(customerFields, criteria, 'en'),
})

const tell = (session: WriteSession, deed: string, { id }: Segment): void =>
  session.changed({ room: 'segments', deed, subjectKind: 'segment', subjectId: id })

/** Answers `/segments`. */
export const segmentRoom = answer('segments', segmentContract, {
  list: ({ session, query }) => segmentStore(session).list(query.limit, query.cursor),

  get: ({ session, params }) => segmentStore(session).get(params.id),

  async create({ session, body }) {
    const segment = await createSegment(session, {
      id: SegmentId.parse(session.ports.newId('seg')),
      version: 1,
      name: body.name,
      criteria: usable(session, body.criteria),
      updatedAt: session.ports.now(),
    })
    tell(session, 'create', segment)
    return segment
  },

  async update({ session, params, body }) {
    const segment = await segmentStore(session).get(params.id)
    session.expectVersion(segment)
    const criteria = usable(session, body.criteria)
    const updatedAt = session.ports.now()
    const saved = await updateSegment(session, { ...segment, name: body.name, criteria, updatedAt })
    tell(session, 'update', saved)
    return saved
  },

  async preview({ session, body }) {
    const criteria = usable(session, body.criteria)
    const store = segmentStore(session)
    const asOf = session.today
    const sentence = sentenceOf(criteria)
    if (may(session.caller, 'customer:read')) {
      const count = await store.count(criteria, asOf)
      const sample = await store.sample(criteria, asOf, SAMPLE)
      return { count, suppressed: false, asOf, sentence, sample }
    }
    const most = session.guard.limits.countsPerDay
    if ((await takeDaily(session.db, session.who, 'count', most)) === undefined)
      throw accessErrors.budgetSpent('counts', most)
    const count = await store.crowd(criteria, asOf)
    const suppressed = count === undefined
    return { ...(!suppressed && { count }), suppressed, asOf, sentence, sample: [] }
  },

  async explain({ session, body }) {
    const criteria = usable(session, body.criteria)
    if (!may(session.caller, 'customer:read')) throw accessErrors.denied('customer:read')
    const asOf = session.today
    const record = await segmentStore(session).facts(body.customerId, asOf)
    const { met, steps } = evaluateCriteria(criteria, record)
    return {
      met,
      asOf,
      steps: steps.map((step) => ({
        path: step.path,
        met: step.met,
        sentence: sentenceOf(step.criteria),
      })),
    }
  },
})
