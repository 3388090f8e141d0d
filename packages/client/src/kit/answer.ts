import { CrmError, kitErrors, Problem } from '@crm/core'
import { isPassing, retryAfter } from './retry.ts'

/** What came back: a value still to be checked, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly json: unknown }
  | {
      readonly ok: false
      readonly error: CrmError
      /** True where the same request may succeed a little later. */
      readonly passing: boolean
      /** How long the server asks to wait, in milliseconds. */
      readonly wait?: number | undefined
      /** True where the token was refused. */
      readonly refused?: boolean
    }

const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\b/i.test(type)

function parse(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Read an answer, whoever gave it: the CRM, a proxy before it, or half of one. Never throws. */
export async function readAnswer(response: Response, now: number): Promise<Answer> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const wait = retryAfter(headers, now)
  const unreadable = kitErrors.unreadable(status, type)
  // A body that breaks off cannot be read to its end; what of it came is worth nothing.
  const text = await response.text().catch(() => '')
  const parsed = isJson(type) ? parse(text) : undefined

  if (response.ok) {
    if (parsed) return { ok: true, json: parsed.json }
    // JSON that breaks off was cut on its way; anything else is a stranger's page, and stays one.
    return { ok: false, error: unreadable, passing: isJson(type) }
  }
  const problem = Problem.safeParse(parsed?.json)
  return {
    ok: false,
    error: problem.success ? CrmError.from(problem.data) : unreadable,
    passing: isPassing(status),
    wait,
    refused: status === 401,
  }
}
