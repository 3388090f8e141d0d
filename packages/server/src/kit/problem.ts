import { CrmError, isCrmError, kitErrors } from '@crm/core'
import { faultFacts } from './fault-facts.ts'

/** Where faults of our own are told; give it the host's logger. Receives no customer data. */
export interface FaultLog {
  error(event: string, facts: Readonly<Record<string, unknown>>): void
}

/** Writes faults to standard error as one JSON object a line. */
export const consoleLog: FaultLog = {
  error: (event, facts) => console.error(JSON.stringify({ level: 'error', event, ...facts })),
}

/** What the failure says itself, else a second. */
const secondsOf = ({ context }: CrmError): string => {
  const { seconds } = context as { readonly seconds?: unknown }
  return typeof seconds === 'number' ? String(seconds) : '1'
}

/**
 * Any failure as an RFC 9457 problem. What we did not foresee is logged with its request id and
 * answered in general words: no SQL, no stack, no value leaves.
 */
export function problemOf(error: unknown, requestId: string, log: FaultLog): Response {
  const known = isCrmError(error) ? error : kitErrors.failed()
  // Who is turned away at the door is counted there, not told one by one.
  if (!isCrmError(error) || (error.status >= 500 && error.code !== 'server.overloaded'))
    log.error('request.failed', {
      requestId,
      code: known.code,
      ...faultFacts(error),
    })
  const shown = new CrmError(known.code, known.status, known.message, known.context)
  return new Response(JSON.stringify(shown.toProblem(requestId)), {
    status: known.status || 500,
    headers: {
      'content-type': 'application/problem+json',
      ...((known.status === 503 || known.status === 429) && { 'retry-after': secondsOf(known) }),
    },
  })
}
