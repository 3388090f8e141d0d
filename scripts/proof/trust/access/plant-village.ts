// A village's worth of people to count: each with a place, an age, a first day and assets by chance.
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'

/** Somebody an attacker knows everything of but their assets. */
export interface Target {
  readonly village: string
  readonly openedOn: string
  readonly assetsFen: number
}

/** Chance that a seed gives again (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const dayOf = (at: number): string =>
  new Date(Date.UTC(2010, 0, 1) + at * 86_400_000).toISOString().slice(0, 10)

/** Put so many people into the bank; every one of them has a first day of their own. */
export async function plantVillages(store: Store, people: number, seed: number): Promise<Target[]> {
  const chance = chanceOf(seed)
  const targets: Target[] = []
  await store.transaction(
    async (db) => {
      for (let at = 0; at < people; at++) {
        const village = `村${Math.floor(chance() * 12)}`
        const openedOn = dayOf(at)
        const assetsFen = chance() < 0.5 ? 1_000_000 : 50_000_000
        const customer = { bank_id: bank.id, customer_id: `cus_v${at}` }
        targets.push({ village, openedOn, assetsFen })
        await db
          .insertInto('customer')
          .values({
            ...customer,
            kind: 'person',
            name: `人${at}`,
            village,
            birthday_calendar: 'unknown',
            branch_id: 'brn_town',
            opened_on: openedOn,
            source: 'proof',
            source_key: `${at}`,
          })
          .execute()
        await db
          .insertInto('customer_facts')
          .values({ ...customer, as_of: bank.businessDate, assets_fen: assetsFen })
          .execute()
      }
    },
    { deadline: 120_000 },
  )
  return targets
}
