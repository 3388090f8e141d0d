// What somebody who may count people finds out about one of them, by every trick that is known to us.
import type { Criteria } from '@crm/core'
import { anNing, bank } from '@crm/core/fixtures'
import type { Front } from './houses.ts'
import { chanceOf, type Target } from './plant-village.ts'

/** What a trick brought. */
export interface TrickOutcome {
  readonly trick: string
  readonly targets: number
  /** Targets about whom the answers told anything. */
  readonly told: number
  /** Guesses right, of the targets; half of them by chance alone. */
  readonly right: number
}

/** Counts are told to the ten, and not exact. */
const TOLD_TO = 10
const LINE = 10_000_000
const rich: Criteria = { field: 'assetsFen', is: 'ge', value: LINE }
const isRich = ({ assetsFen }: Target) => assetsFen >= LINE
/** Everything known of one person: it finds them alone. */
const alone = ({ village, openedOn }: Target): Criteria => ({
  all: [
    { field: 'village', is: 'eq', value: village },
    { field: 'openedOn', is: 'eq', value: openedOn },
  ],
})
const upTo = (day: string, is: 'le' | 'lt' = 'le'): Criteria => ({
  field: 'openedOn',
  is,
  value: day,
})

/** Ask how many; nothing where it is suppressed, and an error's code where it is refused. */
async function countOf(front: Front, criteria: Criteria): Promise<number | string | undefined> {
  const seat = { bankId: bank.id, staffId: anNing.id }
  const response = await front.ask(seat, 'POST', '/segments/preview', { body: { criteria } })
  const answer = (await response.json()) as { count?: number; code?: string }
  return answer.code ?? answer.count
}

type Ask = (criteria: Criteria) => Promise<number | string | undefined>
/** The attacker's word: rich, poor, or nothing learnt. */
type Trick = (ask: Ask, target: Target, chance: () => number) => Promise<boolean | undefined>

const known = (a: unknown, b: unknown): a is number =>
  typeof a === 'number' && typeof b === 'number'

/** The difference of two answers says whether one person is in it. */
async function difference(ask: Ask, whole: Criteria, less: Criteria): Promise<boolean | undefined> {
  const [a, b] = [await ask(whole), await ask(less)]
  return known(a, b) && a !== b ? a > (b as number) : undefined
}

/** Tricks whose every answer must be silence. */
const tricks: Readonly<Record<string, Trick>> = {
  'one person by everything known of them': async (ask, target) => {
    const count = await ask({ all: [alone(target), rich] })
    return typeof count === 'number' ? count > 0 : undefined
  },
  'everybody but one': (ask, target) =>
    difference(ask, rich, { all: [rich, { not: alone(target) }] }),
  'one among a crowd that is elsewhere': (ask, target) => {
    const crowd: Criteria = { field: 'village', is: 'ne', value: target.village }
    return difference(ask, { any: [crowd, { all: [alone(target), rich] }] }, crowd)
  },
  'who is left out by nobody, or by one': async (ask, target) => {
    const count = await ask({ not: { all: [alone(target), rich] } })
    return typeof count === 'number' ? false : undefined
  },
}

/**
 * The strongest trick: two crowds that differ by one day, in which one person came. No part of either
 * is small. Asked with ever other crowds beside them, so that noise would average out.
 */
const neighbours =
  (rounds: number): Trick =>
  async (ask, target, chance) => {
    let sum = 0
    for (let round = 0; round < rounds; round++) {
      const beside: Criteria = {
        field: 'village',
        is: 'in',
        value: [
          target.village,
          ...Array.from({ length: 5 }, () => `村${Math.floor(chance() * 12)}`),
        ],
      }
      const [a, b] = [
        await ask({ all: [upTo(target.openedOn), beside, rich] }),
        await ask({ all: [upTo(target.openedOn, 'lt'), beside, rich] }),
      ]
      if (known(a, b)) sum += a - (b as number)
    }
    return sum === 0 ? undefined : sum > 0
  }

/** Try every trick on so many people. */
export async function tryTricks(
  front: Front,
  people: readonly Target[],
  { targets, rounds, seed }: { targets: number; rounds: number; seed: number },
): Promise<readonly TrickOutcome[]> {
  const chance = chanceOf(seed)
  const outcomes: TrickOutcome[] = []
  const all: readonly (readonly [string, Trick])[] = [
    ...Object.entries(tricks),
    ['two crowds that differ by one person', neighbours(rounds)],
  ]
  for (const [trick, attack] of all) {
    let told = 0
    let right = 0
    for (let at = 0; at < targets; at++) {
      const target = people[Math.floor(people.length / 3 + (chance() * people.length) / 3)]!
      const word = await attack((criteria) => countOf(front, criteria), target, chance)
      if (word !== undefined) told += 1
      if ((word ?? chance() < 0.5) === isRich(target)) right += 1
    }
    outcomes.push({ trick, targets, told, right })
  }
  return outcomes
}

/** How many of so many villages are counted, and near enough to work with. */
export async function countVillages(
  front: Front,
  people: readonly Target[],
): Promise<{ readonly villages: number; readonly near: number }> {
  const names = [...new Set(people.map(({ village }) => village))]
  let near = 0
  for (const value of names) {
    const count = await countOf(front, { field: 'village', is: 'eq', value })
    const real = people.filter(({ village }) => village === value).length
    if (typeof count === 'number' && Math.abs(count - real) <= 2 * TOLD_TO) near += 1
  }
  return { villages: names.length, near }
}
