import { createProofKey } from '@crm/client'
import { bank, chenBo } from '@crm/core/fixtures'
import { createServer, type Store } from '@crm/server'
import { createDevIdentity } from '@crm/server/node'
import { all, atMost, notRun, type ProofLine } from '../../line.ts'
import { type Front, openFront, plantHouses } from '../access/houses.ts'
import { asker } from '../access/plant-kinds.ts'
import type { TrustProof } from '../row.ts'

const PATHS = ['/access/me', '/customers/cus_own', '/holdings/accounts?customerId=cus_own']
const CALLS = 100
/** A hundred calls take eight seconds: longer than anything is remembered. */
const EVERY_MS = 80

/** Milliseconds from an end to the last call that was still answered, and whether all later ones were 401. */
async function lastAnswer(front: Front, staffId: string, end: () => Promise<unknown>) {
  const seat = { bankId: bank.id, staffId }
  let ended = Number.POSITIVE_INFINITY
  let last = 0
  let refused = 0
  for (let call = 0; call < CALLS; call++) {
    if (call === 20) {
      await end()
      ended = performance.now()
    }
    const { status } = await front.ask(seat, 'GET', PATHS[call % PATHS.length]!)
    const now = performance.now()
    if (status === 200 && now > ended) last = now - ended
    if (status === 401) refused += 1
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  // Whom nobody refused at all went on for ever.
  return { last: refused > 0 ? Math.round(last) : Number.MAX_SAFE_INTEGER, refused }
}

async function departures(store: Store): Promise<ProofLine[]> {
  const front = openFront(store)
  await store.db
    .updateTable('staff')
    .set({ roles: '["security-admin"]' })
    .where('staff_id', '=', 'stf_sec')
    .execute()
  const [gone, ended] = await Promise.all([
    lastAnswer(front, asker, () =>
      store.db.updateTable('staff').set({ active: false }).where('staff_id', '=', asker).execute(),
    ),
    lastAnswer(front, 'stf_wu2', async () => {
      const seat = { bankId: bank.id, staffId: 'stf_sec' }
      const body = { reason: '离岗' }
      const path = '/access/staff/stf_wu2/end-sessions'
      const response = await front.ask(seat, 'POST', path, { body })
      if (response.status !== 200) throw new Error(await response.text())
    }),
  ])
  const least = `${gone.refused + ended.refused} refused`
  return [
    atMost('T03 last answer to somebody who was let go', gone.last, 60_000, `ms after, ${least}`),
    atMost('T03 last answer after sessions were ended', ended.last, 60_000, `ms after, ${least}`),
    notRun('T03 scheduled exports of who was let go', 'there are no scheduled exports yet'),
  ]
}

const base = 'https://crm.bank.test'

async function replays(store: Store): Promise<ProofLine[]> {
  const identity = await createDevIdentity(store, bank.id)
  const server = createServer({ store, authenticate: identity.authenticate })
  const signIn = async (jwk: JsonWebKey) => {
    const body = JSON.stringify({ staffId: chenBo.id, jwk })
    const asked = new Request(`${base}/dev/sign-in`, { method: 'POST', body })
    return ((await (await identity.fetch(asked)).json()) as { token: string }).token
  }
  const taken = async (token: string, dpop?: string, scheme = 'DPoP') => {
    const headers = { authorization: `${scheme} ${token}`, ...(dpop && { dpop }) }
    return (await server.fetch(new Request(`${base}/access/me`, { headers }))).status === 200
  }
  const here = `${base}/access/me`
  let tried = 0
  let rejected = 0
  let own = 0
  const rounds = 15
  for (let round = 0; round < rounds; round++) {
    const mine = await createProofKey()
    const theirs = await createProofKey()
    const token = await signIn(mine.publicJwk)
    const proof = await mine.prove('GET', here, token)
    if (await taken(token, proof)) own += 1
    const stolen = [
      taken(token),
      taken(token, undefined, 'Bearer'),
      taken(token, await theirs.prove('GET', here, token)),
      taken(token, proof),
      taken(token, await mine.prove('POST', here, token)),
      taken(token, await mine.prove('GET', `${base}/segments`, token)),
      taken(token, await mine.prove('GET', 'https://elsewhere.test/access/me', token)),
      taken(token, await mine.prove('GET', here, await signIn(mine.publicJwk))),
    ]
    tried += stolen.length
    for (const one of await Promise.all(stolen)) if (!one) rejected += 1
  }
  return [
    all('T05 replays of a token from another key, call or proof rejected', rejected, tried),
    all('T05 calls of who holds the key answered', own, rounds),
    notRun(
      'T05 reuse of a refresh token',
      'refresh tokens and their families are the bank’s identity provider’s; here no token is older than ten minutes',
    ),
  ]
}

async function run(): Promise<ProofLine[]> {
  const store = await plantHouses()
  const lines = [...(await departures(store)), ...(await replays(store))]
  await store.close()
  return lines
}

export const proof: TrustProof = { rows: ['T03', 'T05'], run }
