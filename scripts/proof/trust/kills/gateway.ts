// The other side of every delivery: it answers, and remembers each key and what came with it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pause } from '../../victim.ts'

/** A gateway of somebody else's, as far as a sender can see. */
export interface Gateway {
  readonly url: string
  /** What came under each key, as often as it came. */
  readonly received: ReadonlyMap<string, readonly string[]>
  readonly close: () => Promise<void>
}

/** Open a gateway on this machine that takes whatever is sent. */
export async function openGateway(): Promise<Gateway> {
  const received = new Map<string, string[]>()
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const key = String(request.headers['idempotency-key'])
      const body = Buffer.concat(chunks).toString('utf8')
      received.set(key, [...(received.get(key) ?? []), body])
      // As long as a quick gateway takes: whoever is killed meanwhile has sent, and does not know it.
      await pause(2)
      response.writeHead(202).end()
    } catch {
      // The sender was killed half-way: nothing came.
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a gateway saw of so many events. */
export interface Reception {
  /** Events that never came. */
  readonly missing: number
  /** Events that came under more than one key: to the receiver they are two. */
  readonly otherKey: number
  /** Keys under which different things came. */
  readonly otherBody: number
  /** Deliveries beyond the first of their key. */
  readonly repeats: number
}

/** Hold what a gateway received to the events that should have come, each a body of its own. */
export function receptionOf({ received }: Gateway, expected: ReadonlySet<string>): Reception {
  const keysOf = new Map<string, Set<string>>()
  let repeats = 0
  let otherBody = 0
  for (const [key, bodies] of received) {
    repeats += bodies.length - 1
    if (new Set(bodies).size > 1) otherBody += 1
    for (const body of bodies) keysOf.set(body, (keysOf.get(body) ?? new Set()).add(key))
  }
  return {
    missing: [...expected].filter((body) => !keysOf.has(body)).length,
    otherKey: [...keysOf.values()].filter((keys) => keys.size > 1).length,
    otherBody,
    repeats,
  }
}
