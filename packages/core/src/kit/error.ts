import * as z from 'zod/mini'

const brand = Symbol.for('crm.error')

/** A failure on the wire: an RFC 9457 problem with `code` and `context` as extension members. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
  requestId: z.optional(z.string()),
})
export interface Problem extends z.infer<typeof Problem> {}

/** Every failure this SDK can name. Branch on `code`; never parse `message`. */
export class CrmError extends Error {
  override readonly name = 'CrmError'
  /** Stable and dotted, `room.what_went_wrong`. */
  readonly code: string
  /** The HTTP status it travels with; 0 when no answer came. */
  readonly status: number
  /** Facts for a program: ids, limits, field names. Never a customer's data. */
  readonly context: Readonly<Record<string, unknown>>
  /** Set when the failure came over the wire: what the bank's log knows it by. */
  readonly requestId: string | undefined

  constructor(
    code: string,
    status: number,
    message: string,
    context: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions & { requestId?: string | undefined },
  ) {
    super(message, options)
    this.code = code
    this.status = status
    this.context = context
    this.requestId = options?.requestId
    Object.defineProperty(this, brand, { value: true })
  }

  /** The same failure, back from the wire. */
  static from(problem: Problem): CrmError {
    const { code, status, title, context, requestId } = problem
    return new CrmError(code, status, title, context, { requestId })
  }

  /** The failure as an RFC 9457 problem. */
  toProblem(requestId?: string): Problem {
    return {
      type: `urn:crm:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      context: { ...this.context },
      ...(requestId !== undefined && { requestId }),
    }
  }
}

/** True across bundles and realms, where `instanceof` is not. */
export const isCrmError = (value: unknown): value is CrmError =>
  typeof value === 'object' && value !== null && brand in value
