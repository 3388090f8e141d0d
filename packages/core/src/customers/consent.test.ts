import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auntLi, chenBo, day } from '../../fixtures/index.ts'
import type { Instant } from '../kit/index.ts'
import { type ConsentRecord, consentFor, consentStates } from './consent.ts'
import { reasonsNotToContact } from './may-contact.ts'
import { retentionEnd } from './retention.ts'

const at = (n: number) => new Date(Date.UTC(2026, 2, 1) + n * 3_600_000).toISOString() as Instant
const act = (n: number, change: Partial<ConsentRecord> = {}): ConsentRecord => ({
  id: `con_${String(n).padStart(4, '0')}` as ConsentRecord['id'],
  customerId: auntLi.id,
  purpose: 'marketing',
  channel: 'sms',
  act: 'granted',
  textVersion: 1,
  textHash: 'a'.repeat(64),
  method: 'app',
  proofRef: '',
  byStaffId: chenBo.id,
  at: at(n),
  ...change,
})
const sms = { purpose: 'marketing', channel: 'sms' } as const
const later = { instant: at(1_000), day: day('2026-04-30') }
const state = (records: ConsentRecord[], texts = {}, when = later) =>
  consentFor(records, sms, texts, when)

describe('consent', () => {
  it.each<[string, ConsentRecord[], boolean, string]>([
    ['nobody asked', [], false, 'consent.none'],
    ['she agreed', [act(1)], true, 'consent.granted'],
    ['she took it back', [act(1), act(2, { act: 'withdrawn' })], false, 'consent.withdrawn'],
    ['she agreed again', [act(1), act(2, { act: 'withdrawn' }), act(3)], true, 'consent.granted'],
    [
      'she took everything back',
      [act(1), act(2, { act: 'withdrawn', channel: 'all' })],
      false,
      'consent.withdrawn',
    ],
    [
      'both in one moment',
      [act(1), act(2, { act: 'withdrawn', at: at(1) })],
      false,
      'consent.withdrawn',
    ],
    ['another way', [act(1, { channel: 'phone' })], false, 'consent.none'],
    ['another purpose', [act(1, { purpose: 'service' })], false, 'consent.none'],
    [
      'for a month that is over',
      [act(1, { validUntil: day('2026-03-31') })],
      false,
      'consent.ended',
    ],
    ['to its last day', [act(1, { validUntil: day('2026-04-30') })], true, 'consent.granted'],
  ])('%s', (_what, records, open, code) => {
    expect(state(records)).toMatchObject({ open, reason: { code } })
    expect(state([...records].reverse())).toEqual(state(records))
  })

  it('to other words than today’s is none', () => {
    expect(state([act(1)], { marketing: 2 }).reason).toEqual({
      code: 'consent.words_changed',
      facts: { agreed: 1, current: 2 },
    })
    expect(state([act(1, { textVersion: 2 })], { marketing: 2 }).open).toBe(true)
  })

  it('of any moment is what a replay to that moment gives', () => {
    const one = fc.record({
      n: fc.integer({ min: 0, max: 60 }),
      act: fc.constantFrom('granted' as const, 'withdrawn' as const),
      channel: fc.constantFrom('sms' as const, 'phone' as const, 'all' as const),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.integer({ min: 0, max: 60 }), (list, n) => {
        const records = list.map((change, id) =>
          act(change.n, {
            act: change.act,
            channel: change.channel,
            id: `con_${1_000 + id}` as ConsentRecord['id'],
          }),
        )
        const moment = { instant: at(n), day: day('2026-03-02') }
        const known = records.filter((record) => record.at <= moment.instant)
        expect(consentStates(records, {}, moment)).toEqual(consentStates(known, {}, moment))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('before a message goes out', () => {
  const agreed = state([act(1)])
  const facts = {
    customer: { status: 'active', kind: 'person', bornOn: auntLi.bornOn },
    restricted: false,
    guardianAgreed: false,
    complaintOpen: false,
  } as const
  const why = (change: object, consent = agreed) =>
    reasonsNotToContact(consent, { ...facts, ...change } as never, day('2026-03-05')).map(
      ({ code }) => code,
    )

  it.each<[string, object, string[]]>([
    ['to who agreed', {}, []],
    ['to who is restricted', { restricted: true }, ['contact.restricted']],
    ['to who complains', { complaintOpen: true }, ['contact.complaint_open']],
    [
      'to who has died',
      { customer: { ...facts.customer, status: 'deceased' } },
      ['contact.deceased'],
    ],
    ['to who has left', { customer: { ...facts.customer, status: 'closed' } }, ['contact.closed']],
    [
      'to a child',
      { customer: { ...facts.customer, bornOn: day('2012-03-06') } },
      ['contact.minor'],
    ],
    [
      'to who turns fourteen today',
      { customer: { ...facts.customer, bornOn: day('2012-03-05') } },
      [],
    ],
    [
      'to a child whose guardian agreed',
      { guardianAgreed: true, customer: { ...facts.customer, bornOn: day('2020-01-01') } },
      [],
    ],
  ])('%s', (_what, change, codes) => {
    expect(why(change)).toEqual(codes)
  })

  it('without consent gives that reason first, and every other', () => {
    expect(why({ restricted: true }, state([]))).toEqual(['consent.none', 'contact.restricted'])
  })
})

describe('the wish to be forgotten', () => {
  it('waits while the relationship goes on', () => {
    expect(retentionEnd({ openedOn: day('2009-04-12'), open: true })).toEqual({
      reason: { code: 'retention.relationship_open', facts: {} },
    })
  })

  it.each([
    ['2015-02-28', undefined, '2025-02-28'],
    ['2016-02-29', undefined, '2026-02-28'],
    ['2015-02-28', '2015-06-01', '2025-06-01'],
    [undefined, undefined, '2019-04-12'],
  ])(
    'is kept for ten years from the last account %s and movement %s: %s',
    (closed, moved, until) => {
      const end = retentionEnd({
        openedOn: day('2009-04-12'),
        open: false,
        ...(closed && { lastClosedOn: day(closed) }),
        ...(moved && { lastMovementOn: day(moved) }),
      })
      expect(end.eraseAfter).toBe(until)
    },
  )
})
