import type { Server } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { CrmError } from '@crm/core'
import { serve as listen } from '@hono/node-server'
import { expectSound, listenChecks } from '../kit/configuration/job-checks.ts'
import { type OpenAnswers, watchAnswers } from './open-answers.ts'

/** Where to listen, and what answers. */
export interface ServeOptions {
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** 0 takes any free port. */
  readonly port: number
  /** This machine alone, unless told otherwise. */
  readonly hostname?: string
  /** True where something in front ends TLS, as production asks of what listens to the network. */
  readonly behindTls?: boolean
  /** Asked before listening: a server's own `ready`, so that `serve({ ...crm, port })` does it. */
  readonly ready?: () => Promise<void>
}

/** A listening server. */
export interface Listening {
  readonly url: string
  /** Stop listening, let every request that is under way finish, and end within ten seconds. */
  readonly close: () => Promise<void>
}

/** Slow senders are cut off: headers in 5 s, a request in 10 s. Event streams are answers and go on. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
  keepAliveTimeout: 5_000,
}
/** More connections than this are refused: each takes memory, whoever made it. */
const MOST_CONNECTIONS = 10_000
/** A request may be under way this long on a connection that seems idle. */
const GRACE_MS = 1_000
/** Within ten seconds everything is over. */
const DRAIN_MS = 9_000

/**
 * Serve a fetch handler over HTTP with limits on slow and oversized requests.
 *
 * @throws `host.port_in_use`, `host.cannot_listen`; in production `config.refused`
 */
export async function serve(options: ServeOptions): Promise<Listening> {
  const { fetch, port, hostname = '127.0.0.1', behindTls = false, ready } = options
  expectSound(listenChecks, { hostname, behindTls })
  await ready?.()
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, port, hostname, serverOptions: limits }) as Server
    server.maxConnections = MOST_CONNECTIONS
    const answers = watchAnswers(server)
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new CrmError('host.port_in_use', 0, `Port ${port} is in use.`, { port }, { cause })
          : new CrmError(
              'host.cannot_listen',
              0,
              `Cannot listen on port ${port}.`,
              { port },
              { cause },
            ),
      )
    })
    server.once('listening', () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({ url: `http://${hostname}:${taken}`, close: () => closeGently(server, answers) })
    })
  })
}

/**
 * Stop listening, and let everybody finish. A connection without a request is not closed at once: the
 * next request may be on its way, and would be lost. It is answered, and told to come no more.
 */
function closeGently(server: Server, answers: OpenAnswers): Promise<void> {
  return new Promise((resolve) => {
    answers.leave()
    const idle = setTimeout(() => server.close(), GRACE_MS)
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    NetServer.prototype.close.call(server, () => {
      clearTimeout(idle)
      clearTimeout(cut)
      answers.stop()
      // Ends what the HTTP server does beside listening.
      server.close()
      resolve()
    })
  })
}
