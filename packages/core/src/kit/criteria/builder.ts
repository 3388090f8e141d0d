import type { Catalogue, FieldSpec, ValueOf } from './catalogue.ts'
import type { Comparison, Criteria, Operator, Scalar } from './criteria.ts'

type Item<F extends FieldSpec> = ValueOf<F> extends readonly (infer One)[] ? One : ValueOf<F>
type One<F extends FieldSpec> = (value: Item<F>) => Comparison
type Many<F extends FieldSpec> = (...values: readonly Item<F>[]) => Comparison
interface Presence {
  readonly known: () => Comparison
  readonly unknown: () => Comparison
}
interface Equal<F extends FieldSpec> extends Presence {
  readonly eq: One<F>
  readonly ne: One<F>
}
interface Listed<F extends FieldSpec> extends Equal<F> {
  readonly in: Many<F>
  readonly notIn: Many<F>
}
interface Ordered<F extends FieldSpec> extends Listed<F> {
  readonly lt: One<F>
  readonly le: One<F>
  readonly gt: One<F>
  readonly ge: One<F>
  readonly between: (from: Item<F>, to: Item<F>) => Comparison
}
interface Text<F extends FieldSpec> extends Listed<F> {
  readonly startsWith: One<F>
  readonly contains: One<F>
}
interface Grouped<F extends FieldSpec> extends Presence {
  readonly has: One<F>
  readonly hasAny: Many<F>
  readonly hasAll: Many<F>
}

/** The comparisons that a field's type allows, and no others. */
export type Comparing<F extends FieldSpec> = F['type'] extends 'set'
  ? Grouped<F>
  : F['type'] extends 'flag'
    ? Equal<F>
    : F['type'] extends 'text'
      ? Text<F>
      : F['type'] extends 'choice'
        ? Listed<F>
        : Ordered<F>

/**
 * Write criteria in TypeScript: `where('age').ge(60)`. A field that is not in the catalogue, or a
 * value it cannot hold, does not compile.
 */
export function criteriaOver<const C extends Catalogue>(_catalogue: C) {
  return <K extends keyof C & string>(field: K): Comparing<C[K]> => {
    const one = (is: Operator) => (value: Scalar) => ({ field, is, value })
    const many =
      (is: Operator) =>
      (...value: Scalar[]) => ({ field, is, value })
    const none = (is: Operator) => () => ({ field, is })
    return {
      eq: one('eq'),
      ne: one('ne'),
      lt: one('lt'),
      le: one('le'),
      gt: one('gt'),
      ge: one('ge'),
      startsWith: one('startsWith'),
      contains: one('contains'),
      has: one('has'),
      in: many('in'),
      notIn: many('notIn'),
      between: many('between'),
      hasAny: many('hasAny'),
      hasAll: many('hasAll'),
      known: none('known'),
      unknown: none('unknown'),
    } as unknown as Comparing<C[K]>
  }
}

/** Met when every part is. */
export const all = (...parts: readonly Criteria[]): Criteria => ({ all: parts })
/** Met when at least one part is. */
export const any = (...parts: readonly Criteria[]): Criteria => ({ any: parts })
/** Met when the part is not. */
export const not = (part: Criteria): Criteria => ({ not: part })
