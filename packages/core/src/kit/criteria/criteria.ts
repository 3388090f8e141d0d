import * as z from 'zod/mini'

/** A value that a field is compared with. */
export type Scalar = string | number | boolean

/** How a field can be compared. Which of them fits which type is in `operators.ts`. */
export const Operator = z.enum([
  'eq',
  'ne',
  'in',
  'notIn',
  'lt',
  'le',
  'gt',
  'ge',
  'between',
  'startsWith',
  'contains',
  'has',
  'hasAny',
  'hasAll',
  'known',
  'unknown',
])
export type Operator = z.infer<typeof Operator>

/** One field held against a value. */
export interface Comparison {
  readonly field: string
  readonly is: Operator
  /** Absent for `known` and `unknown`; a list for `in`, `between` and their like. */
  readonly value?: Scalar | readonly Scalar[] | undefined
}

/**
 * The one predicate language: segments, audiences, scopes and triggers are written in it.
 *
 * It has two values. A comparison with an unknown value is not met, `ne` and `notIn` included;
 * `not` turns that around, so who has no birthday on file is among those who are not over sixty.
 * `all` of nothing is met, `any` of nothing is not.
 */
export type Criteria =
  | Comparison
  | { readonly all: readonly Criteria[] }
  | { readonly any: readonly Criteria[] }
  | { readonly not: Criteria }

const scalar = z.union([z.string(), z.number(), z.boolean()])
const several = z.array(z.lazy(() => Criteria))

/** The shape of criteria. Whether they fit a catalogue is for `checkCriteria` to say. */
export const Criteria: z.ZodMiniType<Criteria, Criteria> = z.lazy(() =>
  z.union([
    z.strictObject({
      field: z.string(),
      is: Operator,
      value: z.optional(z.union([scalar, z.array(scalar)])),
    }),
    z.strictObject({ all: several }),
    z.strictObject({ any: several }),
    z.strictObject({ not: Criteria }),
  ]),
)
