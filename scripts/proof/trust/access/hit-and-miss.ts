// How long a refusal takes where there is somebody out of sight, and where there is nobody at all.
import { bank } from '@crm/core/fixtures'
import type { Front, Seat } from './houses.ts'
import { asker } from './plant-kinds.ts'

const median = (times: number[]): number => {
  times.sort((a, b) => a - b)
  return times[times.length >> 1] ?? 0
}

/** Each of some calls so many times, in turn, so that a busy machine slows all of them alike; medians in ms. */
export async function compareTimes(
  rounds: number,
  calls: readonly (() => Promise<unknown>)[],
): Promise<readonly number[]> {
  const times = calls.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, call] of calls.entries()) {
      const began = performance.now()
      await call()
      times[at]!.push(performance.now() - began)
    }
  return times.map(median)
}

/** How many times as long the slower of two takes. */
export const ratioOf = (one: number, other: number): number =>
  Math.round((Math.max(one, other) / Math.min(one, other)) * 100) / 100

/** A customer out of sight beside one who is nobody's. */
export async function hiddenBesideAbsent(front: Front, rounds: number): Promise<number> {
  const seat: Seat = { bankId: bank.id, staffId: asker, sessionId: 'times' }
  const get = (id: string) => async () => (await front.ask(seat, 'GET', `/customers/${id}`)).text()
  const [hidden = 0, absent = 0] = await compareTimes(rounds, [
    get('cus_sibling'),
    get('cus_unknown'),
  ])
  return ratioOf(hidden, absent)
}
