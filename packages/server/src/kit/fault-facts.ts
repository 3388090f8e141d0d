import { isCrmError } from '@crm/core'
import { SqlError } from './store/sql-error.ts'

/** The innermost calls are enough to find a fault by. */
const FRAMES = 5

/** A code that a driver or the system gives: five characters of SQLSTATE, or `ECONNREFUSED`. */
const CODE = /^[A-Z][A-Z0-9_]{2,40}$|^[0-9A-Z]{5}$/

/**
 * What may be told of a failure: its kind, its code and where it happened. Never its message, which
 * may quote what was being read: `"李桂芳" is not valid JSON`.
 */
export function faultFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (isCrmError(error))
    return {
      fault: error.code,
      ...(error.cause !== undefined && { because: faultFacts(error.cause) }),
    }
  if (!(error instanceof Error)) return { fault: typeof error }
  const { code } = error as { readonly code?: unknown }
  return {
    fault: error.constructor.name,
    ...(typeof code === 'string' && CODE.test(code) && { code }),
    ...(error instanceof SqlError && {
      sqlState: error.sqlState,
      constraint: error.constraint,
      table: error.table,
      column: error.column,
    }),
    at: framesOf(error),
  }
}

/** The calls of a stack, without the message that stands before them and may look like one. */
function framesOf({ name, message, stack = '' }: Error): readonly string[] {
  const begins = [`${name}: ${message}\n`, `Error: ${message}\n`, `${name}\n`, 'Error\n']
  const head = begins.find((text) => stack.startsWith(text))
  if (head === undefined) return []
  return stack
    .slice(head.length)
    .split('\n')
    .slice(0, FRAMES)
    .map((line) => line.trim().replace(/(?:file:\/\/)?\/\S*\//, ''))
}
