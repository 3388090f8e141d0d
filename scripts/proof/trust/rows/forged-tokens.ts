import { createServer as createListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { authenticateJwt, createServer } from '@crm/server'
import { openTestBank } from '@crm/testing'
import { createLocalJWKSet } from 'jose'
import { all, atLeast, atMost, type ProofLine, timing, zero } from '../../line.ts'
import { forgedTokens } from '../corpora/forged-tokens.ts'
import { openForge } from '../corpora/token-forge.ts'
import type { TrustProof } from '../row.ts'

/** A place of the attacker's, which counts who comes to fetch keys. */
async function openAttacker() {
  let visits = 0
  const listener = createListener((_, response) => {
    visits += 1
    response.end('{"keys":[]}')
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    visits: () => visits,
    close: () => void listener.close(),
  }
}

async function run(): Promise<ProofLine[]> {
  const bank = await openTestBank()
  const attacker = await openAttacker()
  const forge = await openForge(Math.floor(Date.now() / 1_000))
  const { issuer, audience } = forge
  const finders = {
    'one key': forge.publicKey,
    'a key set': createLocalJWKSet({ keys: [forge.publicJwk] }),
  }
  const tokens = await forgedTokens(forge, attacker.url)
  const accepted: string[] = []
  let otherwise = 0
  let sound = 0
  let asked = 0
  let slowest = 0
  for (const keys of Object.values(finders)) {
    const server = createServer({
      store: bank.store,
      authenticate: authenticateJwt({ keys, issuer, audience }),
    })
    const statusOf = async (token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` }
      const request = new Request('https://bank.test/access/me', { headers })
      const began = performance.now()
      const { status } = await server.fetch(request)
      slowest = Math.max(slowest, performance.now() - began)
      return status
    }
    // The true one opens the door before and after: what is refused is refused for what it is.
    await statusOf(await forge.issued())
    slowest = 0
    for (const [at, { trick, token }] of tokens.entries()) {
      const status = await statusOf(token)
      if (status === 200) accepted.push(trick)
      else if (status !== 401) otherwise += 1
      if (at % 20 !== 0) continue
      asked += 1
      if ((await statusOf(await forge.issued())) === 200) sound += 1
    }
  }
  await bank.close()
  attacker.close()
  for (const trick of accepted) process.stderr.write(`T06 accepted: ${trick}\n`)
  const of = `of ${tokens.length} tokens, with one key and with a key set`
  return [
    atLeast('T06 forged and confused tokens tried', tokens.length, 200, 'tokens'),
    zero('T06 of them accepted', accepted.length, of),
    zero('T06 of them answered otherwise than 401', otherwise, of),
    zero('T06 keys fetched from where a token said', attacker.visits(), 'visits'),
    all('T06 true tokens accepted in between', sound, asked),
    timing(atMost('T06 slowest answer to one', Math.round(slowest), 20, 'ms')),
  ]
}

export const proof: TrustProof = { rows: ['T06'], run }
