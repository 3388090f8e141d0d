import { describe, expect, it } from 'vitest'
import { auntLi, chenBo, day, zhouMin } from '../../fixtures/index.ts'
import { Instant } from '../kit/index.ts'
import { Attachment, Interaction } from './interaction.ts'
import { checkWritten, expectDraft, expectFinal, submitInteraction } from './write-down.ts'

const now = Instant.parse('2026-03-05T01:00:00.000Z')
const facts = { now, today: day('2026-03-05') }
const draft = Interaction.parse({
  id: 'int_01',
  customerId: auntLi.id,
  version: 1,
  status: 'draft',
  kind: 'visit',
  purpose: 'care',
  result: 'undecided',
  happenedAt: '2026-03-05T00:30:00.000Z',
  summary: '存单快到期了',
  participants: [],
  attachments: [],
  staffId: chenBo.id,
  staffName: chenBo.name,
  addenda: [],
})

describe('a visit to Aunt Li', () => {
  it('is a draft of who wrote it, and final once submitted', () => {
    const submitted = submitInteraction(draft, chenBo.id, facts)
    expect(submitted).toMatchObject({ status: 'submitted', submittedAt: now })
    expect(() => submitInteraction(submitted, chenBo.id, facts)).toThrow(/final/)
    expect(() => expectDraft(draft, zhouMin.id)).toThrow(/no interaction/)
    expect(() => expectFinal(draft)).toThrow(/draft/)
    expect(expectFinal(submitted)).toBe(submitted)
  })

  it.each([
    ['a moment ago', '2026-03-05T01:00:00.000Z', undefined, undefined],
    ['in a moment', '2026-03-05T01:00:00.001Z', undefined, 'interaction.in_future'],
    ['with a step today', draft.happenedAt, '2026-03-05', undefined],
    ['with a step yesterday', draft.happenedAt, '2026-03-04', 'interaction.next_step_past'],
    ['with a step in two years', draft.happenedAt, '2028-03-06', undefined],
    ['with a step in three', draft.happenedAt, '2029-03-05', 'interaction.next_step_past'],
  ])('that happened %s', (_when, happenedAt, on, code) => {
    const written = {
      happenedAt: Instant.parse(happenedAt),
      ...(on && { nextStep: { text: '再去一次', on: day(on) } }),
    }
    const check = () => checkWritten(written, facts)
    if (code) expect(check).toThrow(expect.objectContaining({ code }))
    else expect(check()).toBe(written)
  })

  it.each([
    ['https://files.bank.example/a.jpg', true],
    ['/files/a.jpg', true],
    ['javascript:alert(1)', false],
    ['//elsewhere\\a', false],
    ['data:text/html,x', false],
  ])('has a photograph at %s: %s', (url, taken) => {
    const file = { name: '门店.jpg', sha256: 'a'.repeat(64), size: 1_024, url }
    expect(Attachment.safeParse(file).success).toBe(taken)
  })
})
