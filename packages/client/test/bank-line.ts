import { type Crm, type CrmOptions, createCrm } from '../src/index.ts'

/** Answers the n-th request (from 0) that a client sends. */
export type Answering = (request: Request, nth: number) => Response | Promise<Response>

/** A client on a line whose other end the test plays, with a clock that only waiting moves. */
export interface BankLine {
  readonly crm: Crm
  readonly seen: readonly Request[]
  /** Whether each request was told to stop. */
  readonly stopped: () => readonly boolean[]
  /** How long it waited before each retry, in milliseconds. */
  readonly waits: readonly number[]
  readonly clock: { time: number }
}

/** The bank's own noon, when the tests begin. */
export const NOON = Date.parse('2026-03-05T04:00:00Z')

/** Open a line. */
export function bankLine(answering: Answering, options: Partial<CrmOptions> = {}): BankLine {
  const seen: Request[] = []
  // Held as a real fetch would hold them: what nobody holds is never told to stop.
  const sent: Request[] = []
  const waits: number[] = []
  const clock = { time: 0 }
  const crm = createCrm({
    baseUrl: 'https://bank.test/crm',
    fetch: async (request) => {
      sent.push(request)
      return answering(request, seen.push(request.clone()) - 1)
    },
    ...options,
    ports: {
      now: () => NOON + clock.time,
      elapsed: () => clock.time,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        waits.push(milliseconds)
        clock.time += milliseconds
      },
      ...options.ports,
    },
  })
  return { crm, seen, stopped: () => sent.map(({ signal }) => signal.aborted), waits, clock }
}

/** An answer as the bank gives it. */
export const json = (body: unknown, init: ResponseInit = {}): Response => Response.json(body, init)

/** A failure as the bank tells it. */
export const problem = (status: number, code: string, headers: HeadersInit = {}): Response =>
  new Response(
    JSON.stringify({
      type: `urn:crm:problem:${code}`,
      title: 'Told by the bank.',
      status,
      code,
      context: {},
      requestId: 'req_1',
    }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  )

/** A page as a proxy before the bank shows it. */
export const page = (status: number, headers: HeadersInit = {}): Response =>
  new Response('<!doctype html><title>Bad gateway</title>', {
    status,
    headers: { 'content-type': 'text/html', ...headers },
  })
