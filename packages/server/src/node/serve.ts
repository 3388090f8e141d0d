import type { AddressInfo } from 'node:net'
import { CrmError } from '@crm/core'
import { serve as listen } from '@hono/node-server'
import { expectSound, listenChecks } from '../kit/configuration/job-checks.ts'

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
  /** Stop taking requests, let the running ones finish for up to ten seconds, then end. */
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
const DRAIN_MS = 10_000

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
    const server = listen({ fetch, port, hostname, serverOptions: limits })
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
      resolve({ url: `http://${hostname}:${taken}`, close: () => closeGently(server) })
    })
  })
}

function closeGently(server: ReturnType<typeof listen>): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DRAIN_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
