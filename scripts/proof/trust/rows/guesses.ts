import { bank } from '@crm/core/fixtures'
import { createServer, LockOut, type Store } from '@crm/server'
import { atMost, equal, type ProofLine, timing, zero } from '../../line.ts'
import { compareTimes, ratioOf } from '../access/hit-and-miss.ts'
import { becomeRole, openFront, plantHouses } from '../access/houses.ts'
import { asker, canariesOf } from '../access/plant-kinds.ts'
import type { TrustProof, TrustRun } from '../row.ts'

const WINDOW_MS = 900_000

/** The most codes of one account that are looked at in any quarter of an hour, over a night of guesses. */
function mostLookedAt(guesses: number): number {
  let now = 0
  const lock = new LockOut(() => now)
  const looked: number[] = []
  let most = 0
  for (let guess = 0; guess < guesses; guess++) {
    if (lock.admit('stf_chen').ok) {
      looked.push(now)
      lock.fail('stf_chen')
      most = Math.max(most, looked.filter((at) => at > now - WINDOW_MS).length)
    }
    now += 1_000
  }
  return most
}

/** How many bad tokens of one address are looked at, of so many sent as fast as they go. */
async function tokensLookedAt(store: Store, guesses: number): Promise<number> {
  let looked = 0
  const { fetch } = createServer({
    store,
    addressOf: () => '203.0.113.9',
    authenticate: async () => {
      looked += 1
      return undefined
    },
  })
  const began = performance.now()
  for (let guess = 0; guess < guesses; guess++)
    await fetch(
      new Request('https://bank.test/access/me', { headers: { authorization: `${guess}` } }),
    )
  const minutes = Math.ceil((performance.now() - began) / 60_000)
  return looked / minutes
}

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const store = await plantHouses()
  await becomeRole(store, 'teller')
  const guesses = 10_000
  const tried = full ? 10_000 : 2_000
  const front = openFront(store, { limits: { exactSearchesPerHour: 60 } })
  const seat = { bankId: bank.id, staffId: asker, sessionId: 'teller' }
  let answers = 0
  let odd = 0
  for (let at = 0; at < tried; at++) {
    const text = `138${String(at).padStart(8, '0')}`
    const response = await front.ask(seat, 'POST', '/customers/search', { body: { text } })
    if (response.status === 200) answers += 1
    else if (response.status !== 429) odd += 1
  }
  const roomy = openFront(store)
  const search = (text: string) => async () =>
    (await roomy.ask(seat, 'POST', '/customers/search', { body: { text } })).text()
  const rounds = full ? 1_000 : 120
  const [hit = 0, miss = 0] = await compareTimes(rounds, [
    search(canariesOf('own').phone!),
    search('13800000000'),
  ])
  const sign = (staffId: string) => async () =>
    (await roomy.ask({ bankId: bank.id, staffId }, 'GET', '/access/me')).text()
  await store.db
    .updateTable('staff')
    .set({ active: false })
    .where('staff_id', '=', 'stf_wu2')
    .execute()
  const [known = 0, unknown = 0] = await compareTimes(rounds, [sign('stf_wu2'), sign('stf_nobody')])
  const looked = await tokensLookedAt(store, full ? 10_000 : 2_000)
  await store.close()
  const gap = Math.round(Math.abs(known - unknown) * 100) / 100
  return [
    atMost(
      'T24 codes of one account looked at in any 15 minutes',
      mostLookedAt(guesses),
      5,
      `of ${guesses} guesses`,
    ),
    atMost('T24 bad tokens of one address looked at', looked, 20, 'a minute'),
    timing(atMost('T24 known beside unknown account, medians apart', gap, 5, 'ms')),
    atMost('T33 answers to somebody who tries out numbers', answers, 60, `an hour, of ${tried}`),
    equal('T33 tries refused with 429', tried - answers - odd, tried - 60, `of ${tried}`),
    zero('T33 other answers', odd, `of ${tried}`),
    timing(
      atMost(
        'T33 a number known beside one that is not, medians',
        ratioOf(hit, miss),
        1.1,
        'times',
      ),
    ),
  ]
}

export const proof: TrustProof = { rows: ['T24', 'T33'], run }
