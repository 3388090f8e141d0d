import type { RelationshipRole } from './relationship.ts'

/** The roles that are seen from a relationship's first party, by what that party is to the other. */
const seconds = {
  child: 'parent',
  grandchild: 'grandparent',
  guaranteed: 'guarantor',
  owned: 'owner',
  controlled: 'controller',
  represented: 'legal-representative',
  employee: 'employer',
} as const satisfies Record<Exclude<RelationshipRole, RelationshipKind>, RelationshipKind>

/** What the first party of a relationship is to the second: their parent, guarantor, an owner of it. */
export type RelationshipKind = Exclude<
  RelationshipRole,
  'child' | 'grandchild' | 'guaranteed' | 'owned' | 'controlled' | 'represented' | 'employee'
>

const firsts: Readonly<Partial<Record<RelationshipRole, RelationshipRole>>> = Object.fromEntries(
  Object.entries(seconds).map(([second, first]) => [first, second]),
)

const firstOf: Readonly<Partial<Record<RelationshipRole, RelationshipKind>>> = seconds

/** The same relationship from the other side: whoever has a parent is their child. */
export const inverseOf = (role: RelationshipRole): RelationshipRole =>
  firstOf[role] ?? firsts[role] ?? role

/** A role as a kind with its direction: is the other the first party, or the customer? */
export function kindOfRole(role: RelationshipRole): {
  readonly kind: RelationshipKind
  readonly first: 'other' | 'customer'
} {
  const kind = firstOf[role]
  return kind === undefined
    ? { kind: role as RelationshipKind, first: 'other' }
    : { kind, first: 'customer' }
}
