import { lookup } from 'node:dns/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { guardErrors, isCrmError } from '@crm/core'
import { expectSound, outboundChecks } from '../kit/configuration/job-checks.ts'
import { type Destination, Destinations, type Listed } from '../kit/network/destinations.ts'

/** How calls to other systems are guarded. */
export interface GuardedFetchOptions {
  /** The only ones that may be called. */
  readonly destinations: readonly Destination[]
  /** All addresses of a host; the machine's own resolver, when left out. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
  /** Milliseconds for the whole call, from the resolver to the last byte; ten seconds. */
  readonly timeoutMs?: number
  /** Bytes of an answer; one megabyte. */
  readonly maxBytes?: number
  /** The bank's own certificate authority, in PEM, beside or instead of the public ones. */
  readonly ca?: string
}

/** What to send. */
export interface Outgoing {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
}

/** Calls another system, if the bank's list lets it; see {@link createGuardedFetch}. */
export type GuardedFetch = (url: string, outgoing?: Outgoing) => Promise<Response>

/** Ours to set: the caller's own would reach another host, or another reading of the message. */
const ownHeaders =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|proxy-.*)$/i

const resolveHere = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * A fetch for calls to other systems that cannot be turned against the bank's inside. The host must be
 * on the list; it is resolved once, every address it has must be one it may have, and the connection
 * goes to exactly that address, whatever the resolver says a moment later. Redirects are not followed;
 * answers are limited in size and time.
 *
 * @throws (the fetch) `outbound.destination_refused`, `outbound.failed`, `outbound.timed_out`,
 * `outbound.too_large`; `config.refused` in production, for a list that lets anything through
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { resolve = resolveHere, timeoutMs = 10_000, maxBytes = 1_048_576, ca } = options
  expectSound(outboundChecks, { destinations: options.destinations, timeoutMs })
  const destinations = new Destinations(options.destinations)

  return async (text, outgoing = {}) => {
    const listed = destinations.find(text)
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = outgoing.signal ? AbortSignal.any([timeout, outgoing.signal]) : timeout
    try {
      const address = await addressOf(listed, resolve, signal)
      const answer = await connect(listed, address, { outgoing, signal, ca })
      return await readAnswer(answer, listed.host, maxBytes)
    } catch (error) {
      if (timeout.aborted) throw guardErrors.outboundTimedOut(listed.host, timeoutMs)
      if (isCrmError(error)) throw error
      throw guardErrors.outboundFailed(listed.host, error)
    }
  }
}

async function addressOf(
  { host, mayBeAt }: Listed,
  resolve: (host: string) => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  const isAddress = isIPv6(host) || /^[\d.]+$/.test(host)
  const addresses = isAddress ? [host] : await Promise.race([resolve(host), abortOf(signal)])
  const [first] = addresses
  if (first === undefined) throw new Error('the host has no address')
  // One that it may not have spoils all: an honest name has none of those.
  if (!addresses.every(mayBeAt)) throw guardErrors.destinationRefused('address')
  return first
}

const abortOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

function connect(
  { url, host, port }: Listed,
  address: string,
  {
    outgoing,
    signal,
    ca,
  }: {
    readonly outgoing: Outgoing
    readonly signal: AbortSignal
    readonly ca: string | undefined
  },
): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body } = outgoing
  const family = isIPv6(address) ? 6 : 4
  // A moment later, as a resolver would: the socket of an address that cannot be reached fails at once,
  // before anybody listens to it, and an error nobody hears ends the process.
  const pinned: LookupFunction = (_host, { all }, found) =>
    void setImmediate(() =>
      all ? found(null, [{ address, family }]) : found(null, address, family),
    )
  const sent = Object.entries(headers).filter(([name]) => !ownHeaders.test(name))
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request: ClientRequest = send({
      host,
      port,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...Object.fromEntries(sent), 'accept-encoding': 'identity' },
      // A connection kept from before may lead to where the name led before.
      agent: false,
      lookup: pinned,
      maxHeaderSize: 16_384,
      signal,
      ...(ca !== undefined && { ca }),
    })
    request.once('response', resolve)
    request.once('error', reject)
    request.end(body)
  })
}

async function readAnswer(
  answer: IncomingMessage,
  host: string,
  maxBytes: number,
): Promise<Response> {
  const status = answer.statusCode ?? 0
  if (status >= 300 && status < 400) {
    answer.destroy()
    throw guardErrors.destinationRefused('redirect')
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > maxBytes) {
      answer.destroy()
      throw guardErrors.outboundTooLarge(host, maxBytes)
    }
    parts.push(part)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headersDistinct))
    for (const one of value ?? []) headers.append(name, one)
  const empty = status === 204 || status === 205
  return new Response(empty ? null : Buffer.concat(parts), { status, headers })
}
