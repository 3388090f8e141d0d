import { isCrmError, kitErrors } from '@crm/core'
import type { KyInstance } from 'ky'
import { link, orAborted } from './abort.ts'
import { type Answer, readAnswer } from './answer.ts'
import type { Ports } from './ports.ts'
import type { Prepared } from './request.ts'
import { type RetryBudget, TOTAL_MS, waitBefore } from './retry.ts'
import type { Session } from './session.ts'

/** What every exchange of a client shares. */
export interface Line extends Authorised {
  readonly http: KyInstance
  readonly session: Session
  readonly budget: RetryBudget
  readonly ports: Ports
  /** The most retries of one call. */
  readonly retries: number
}

/** What carries a token: the bearer's word, or a proof that the sender holds its key. */
export interface Authorised {
  /** Proves for each request that its sender holds the token's key. */
  readonly proof?: ((method: string, url: string, token: string) => Promise<string>) | undefined
  readonly baseUrl: string
}

/** Headers that carry a token, if there is one. */
export async function authorised(
  { proof, baseUrl }: Authorised,
  method: string,
  path: string,
  token: string | undefined,
): Promise<Record<string, string>> {
  if (token === undefined) return {}
  if (!proof) return { authorization: `Bearer ${token}` }
  const url = `${baseUrl.replace(/\/$/, '')}/${path}`
  return { authorization: `DPoP ${token}`, dpop: await proof(method, url, token) }
}

const needsStepUp = (answer: Answer): boolean =>
  !answer.ok && answer.error.code === 'access.step_up_required'

/** The token that a request went out with, and what came of it. */
interface Attempt {
  readonly token: string | undefined
  readonly answer: Answer
}

async function attempt(
  line: Line,
  { path, options }: Prepared,
  milliseconds: number,
  outer: AbortSignal,
): Promise<Attempt> {
  const { http, session, ports } = line
  const { signal, abort, release } = link([outer], (reason) => reason)
  const timer = setTimeout(() => abort(kitErrors.timedOut(milliseconds)), milliseconds)
  let token: string | undefined
  try {
    token = await orAborted(session.token(), signal)
    const send = async () => {
      const headers = {
        ...(options.headers as Record<string, string>),
        ...(await authorised(line, String(options.method ?? 'GET'), path, token)),
      }
      return readAnswer(await http(path, { ...options, headers, signal }), ports.now())
    }
    const answer = await orAborted(send(), signal)
    return { token, answer }
  } catch (cause) {
    if (outer.aborted) throw outer.reason
    if (isCrmError(cause))
      return { token, answer: { ok: false, error: cause, passing: signal.aborted } }
    return { token, answer: { ok: false, error: kitErrors.unreachable(cause), passing: true } }
  } finally {
    clearTimeout(timer)
    release()
  }
}

/**
 * Send a request until it is answered for good, and give back the answer's JSON. It repeats only
 * what may be repeated, only what may pass, at most so often, never beyond 30 s, and only as far as
 * the client's budget goes; a refused token is renewed once. The loop is ours and not ky's because
 * ky reads the body after its retries are over, cannot share a budget, and cuts a long `Retry-After`
 * short instead of giving up at once.
 *
 * @throws CrmError, and nothing else
 */
export async function exchange(
  line: Line,
  request: Prepared,
  timeout: number,
  signal: AbortSignal,
): Promise<unknown> {
  const { session, budget, ports } = line
  let endsAt = ports.elapsed() + Math.max(TOTAL_MS, timeout)
  let retry = 0
  let renewed = false
  budget.earn()
  for (;;) {
    const left = endsAt - ports.elapsed()
    const { token, answer } = await attempt(line, request, Math.min(timeout, left), signal)
    if (answer.ok) return answer.json

    if (token !== undefined && !renewed && (answer.refused || needsStepUp(answer))) {
      renewed = true
      const askedAt = ports.elapsed()
      if (answer.refused) session.refuse(token)
      else await orAborted(session.stepUp(token), signal)
      // A person who looks for their second factor is no slow network.
      endsAt += ports.elapsed() - askedAt
      continue
    }
    const wait = waitBefore(retry, answer.wait, ports)
    const inTime = ports.elapsed() + wait < endsAt
    if (!answer.passing || !request.repeatable || retry >= line.retries || !inTime)
      throw answer.error
    if (!budget.spend()) throw answer.error
    retry++
    await orAborted(ports.sleep(wait, signal), signal)
  }
}
