import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bank } from '@crm/core/fixtures'
import {
  authenticateJwt,
  Breaker,
  type KeyService,
  migrations,
  openVault,
  sealedStore,
} from '@crm/server'
import { intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { all, atMost, type ProofLine, zero } from '../../line.ts'
import { takeClocks } from '../clocks/set-clock.ts'
import type { TrustProof } from '../row.ts'

const issuer = 'https://sso.bank.test'
const audience = 'crm'

/** Core banking or an SMS gateway that is down and comes back at any moment of a minute. */
async function breakers() {
  let mostAsked = 0
  let slowest = 0
  for (let backAt = 0; backAt < 60_000; backAt += 500) {
    let now = 0
    let asked = 0
    const breaker = new Breaker({ name: 'SMS', now: () => now })
    const call = () =>
      breaker
        .run(async () => {
          asked += 1
          if (now < backAt || now === 0) throw new Error('down')
        })
        .then(
          () => true,
          () => false,
        )
    // Calls come every tenth of a second. Until it opens, each is a call into the void.
    let opened = false
    for (; ; now += 100) {
      const well = await call()
      if (!opened && breaker.state === 'open') {
        opened = true
        mostAsked = Math.max(mostAsked, asked)
      }
      if (well) break
    }
    slowest = Math.max(slowest, now - backAt)
  }
  return { mostAsked, slowest }
}

/** The identity provider's keys are away for ten minutes and a half, and then back. */
async function identityProvider() {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
  let up = true
  let asked = 0
  const idp: Server = createServer((_request, response) => {
    asked += 1
    response.writeHead(up ? 200 : 503, { 'content-type': 'application/json' })
    response.end(up ? JSON.stringify({ keys: [jwk] }) : '{}')
  })
  await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve))
  const { port } = idp.address() as AddressInfo
  const clocks = takeClocks()
  try {
    const keys = new URL(`http://127.0.0.1:${port}/keys`)
    const authenticate = authenticateJwt({ keys, issuer, audience })
    /** A caller who was never seen before: nothing of theirs is remembered. */
    const newcomer = async () => {
      const token = await new SignJWT({ tid: bank.id, sid: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
        .setSubject('stf_zhou')
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey)
      const headers = { authorization: `Bearer ${token}` }
      return (await authenticate(new Request('https://crm.bank.test/', { headers }))) !== undefined
    }
    await newcomer()
    up = false
    let within = 0
    for (let n = 0; n < 19; n++) {
      clocks.pass(30_000)
      if (await newcomer()) within += 1
    }
    const askedWithin = asked
    clocks.pass(60_000)
    let beyond = 0
    for (let n = 0; n < 10; n++) if (await newcomer()) beyond += 1
    up = true
    clocks.pass(30_000)
    return { within, askedWithin, beyond, back: await newcomer() }
  } finally {
    clocks.giveBack()
    idp.close()
  }
}

/** The key service is away for as long as keys may be remembered, and longer. */
async function keyServiceAway() {
  const sound = memoryKeyService()
  let up = true
  const answers = <T>(work: () => Promise<T>): Promise<T> =>
    up ? work() : Promise.reject(new Error('the key service is away'))
  const service: KeyService = {
    ...sound,
    name: sound.name,
    wrap: (...given) => answers(() => sound.wrap(...given)),
    unwrap: (...given) => answers(() => sound.unwrap(...given)),
    sign: (...given) => answers(() => sound.sign(...given)),
    verifyingKeys: () => sound.verifyingKeys(),
  }
  let now = 0
  const vault = openVault({ service, suite: intlSuite, clock: () => now })
  const store = sealedStore(await openMemoryStore({ migrations }), vault)
  await plantCast(store)
  const reads = () =>
    vault.ready(store.db, bank.id).then(
      () => true,
      () => false,
    )
  await reads()
  up = false
  let within = 0
  for (let n = 0; n < 29; n++) {
    now += 10_000
    if (await reads()) within += 1
  }
  now = 305_000
  let beyond = 0
  for (let n = 0; n < 10; n++) if (await reads()) beyond += 1
  up = true
  now += 5_000
  const back = await reads()
  await store.close()
  return { within, beyond, back }
}

async function run(): Promise<ProofLine[]> {
  const { mostAsked, slowest } = await breakers()
  const idp = await identityProvider()
  const keys = await keyServiceAway()
  return [
    atMost('R42 calls into the void until a circuit opens', mostAsked, 5, 'calls'),
    atMost('R42 from recovery until a circuit is closed', slowest, 30_000, 'ms'),
    all('R42 newcomers let in, the identity provider away for up to 9.5 minutes', idp.within, 19),
    zero('R42 newcomers let in after more than ten minutes', idp.beyond, 'of 10'),
    all('R42 newcomers let in once it is back', Number(idp.back), 1),
    all('R42 reads answered, the key service away for up to 290 s', keys.within, 29),
    zero('R42 reads answered after more than five minutes', keys.beyond, 'of 10'),
    all('R42 reads answered once it is back', Number(keys.back), 1),
  ]
}

export const proof: TrustProof = { rows: ['R42'], run }
