// Callers of a server: some wait for their answer before they ask again, some come whatever happens.
import { Agent, request } from 'node:http'

/** One call that was made. */
export interface Called {
  /** 0 where there was no answer. */
  readonly status: number
  readonly ms: number
  readonly retryAfter: boolean
  /** What went wrong with the connection, where there was no answer. */
  readonly fault?: string
}

/** What is called. */
export interface Call {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Make one call on a kept connection. */
export function callOnce(
  agent: Agent,
  { url, method = 'GET', headers, body }: Call,
): Promise<Called> {
  const began = performance.now()
  const took = () => performance.now() - began
  return new Promise((resolve) => {
    const asked = request(url, { agent, method, headers }, (answer) => {
      const retryAfter = answer.headers['retry-after'] !== undefined
      answer.resume()
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, ms: took(), retryAfter }))
      answer.once('error', (error) =>
        resolve({ status: 0, ms: took(), retryAfter, fault: String(error) }),
      )
    })
    asked.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, ms: took(), retryAfter: false, fault: error.code ?? String(error) }),
    )
    asked.end(body)
  })
}

/** So many callers, each of whom asks again once answered, for so long or until it is enough. */
export async function callInTurn(
  make: () => Call,
  asked: { readonly callers: number } & (
    | { readonly ms: number }
    | { readonly until: () => boolean }
  ),
): Promise<readonly Called[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: asked.callers })
  const calls: Called[] = []
  const end = 'ms' in asked ? performance.now() + asked.ms : 0
  const isEnough = () => ('ms' in asked ? performance.now() >= end : asked.until())
  const caller = async () => {
    while (!isEnough()) calls.push(await callOnce(agent, make()))
  }
  await Promise.all(Array.from({ length: asked.callers }, caller))
  agent.destroy()
  return calls
}

/** Callers who come so often a second, whether those before them were answered or not. */
export async function callRegardless(
  make: () => Call,
  { perSecond, ms }: { readonly perSecond: number; readonly ms: number },
): Promise<readonly Called[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  const began = performance.now()
  const running: Promise<Called>[] = []
  for (;;) {
    const passed = performance.now() - began
    if (passed >= ms) break
    const due = Math.floor((passed / 1_000) * perSecond)
    while (running.length < due) running.push(callOnce(agent, make()))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const calls = await Promise.all(running)
  agent.destroy()
  return calls
}

/** So much of the sorted times lies below: 0.99 for the hundredth that took longest. */
export function quantile(calls: readonly Called[], share: number): number {
  const times = calls.map(({ ms }) => ms).sort((a, b) => a - b)
  return Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)
}
