import { expect, it } from 'vitest'
import type { Instant } from '../kit/index.ts'
import { isSteppedUp } from './step-up.ts'

const now = '2026-03-05T01:00:00.000Z' as Instant
const ago = (milliseconds: number) =>
  new Date(Date.parse(now) - milliseconds).toISOString() as Instant

it.each([
  ['two factors just now', 2, 0, true],
  ['three factors', 3, 60_000, true],
  ['two factors five minutes ago', 2, 300_000, true],
  ['two factors a moment earlier', 2, 300_001, false],
  ['a clock half a minute ahead', 2, -30_000, true],
  ['a clock further ahead', 2, -30_001, false],
  ['one factor just now', 1, 0, false],
  ['nothing said of factors', undefined, 0, false],
])('%s is a second factor: %#', (_what, assurance, age, stepped) => {
  const said = { ...(assurance !== undefined && { assurance }), provedAt: ago(age) }
  expect(isSteppedUp(said, now)).toBe(stepped)
})

it('a second factor at no known moment is none', () => {
  expect(isSteppedUp({ assurance: 2 }, now)).toBe(false)
})
