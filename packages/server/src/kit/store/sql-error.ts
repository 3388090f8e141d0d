import { CrmError, kitErrors } from '@crm/core'
import { UnreadableValue } from './readers.ts'

/** What a driver tells of a refused statement, without the parts that may hold customers' data. */
export interface Refusal {
  readonly code?: string | undefined
  readonly message: string
  readonly constraint?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
}

/**
 * SQLSTATE classes whose messages name tables, columns and constraints alone. Others quote: `invalid
 * input syntax for type date: "…"`; and a message goes to whoever prints the error.
 */
const TELLING = /^(0A|23|25|40|42|53|55|57)/

const messageOf = ({ code = '', message, table, column }: Refusal): string =>
  TELLING.test(code)
    ? message
    : `PostgreSQL refused the statement: ${[code, table, column].filter(Boolean).join(' ')}`

/** A statement that PostgreSQL refused. Its message holds no value. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** Five characters, of PostgreSQL's appendix A; `23505` is a unique violation. */
  readonly sqlState: string
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined

  constructor(refusal: Refusal) {
    super(messageOf(refusal))
    this.sqlState = refusal.code ?? ''
    this.constraint = refusal.constraint
    this.table = refusal.table
    this.column = refusal.column
  }
}

/** True when a row with this key is there already; name the constraint to be sure which key. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof SqlError &&
  error.sqlState === '23505' &&
  (constraint === undefined || error.constraint === constraint)

/** True when another transaction won, and the same work begun again may succeed. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof SqlError && ['40001', '40P01'].includes(error.sqlState)

/**
 * What a driver threw, by a name of ours: full disk, deadline, a store that cannot be reached, or
 * the statement's own fault as a {@link SqlError}.
 */
export function storeFailure(error: unknown, deadline: number): Error {
  if (error instanceof CrmError || error instanceof UnreadableValue) return error
  const refusal = error as Refusal
  const code = refusal.code ?? ''
  if (code === '53100' || code === 'ENOSPC') return kitErrors.diskFull()
  if (code === '57014' || code === '25P03') return kitErrors.deadline(deadline)
  // PostgreSQL names the page and the file, never what stands in it.
  if (code === 'XX001' || code === 'XX002') return kitErrors.corrupted(refusal.message, error)
  if (isLost(code)) return kitErrors.storeUnavailable(code || 'the connection was lost', error)
  return new SqlError(refusal)
}

/** Not an SQLSTATE at all, or one that says: no connection, no right to it, none left, it broke. */
const isLost = (code: string): boolean =>
  !/^[0-9A-Z]{5}$/.test(code) || /^(08|28|3D|53|57P|58|XX|EPIPE)/.test(code)
