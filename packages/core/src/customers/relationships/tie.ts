import type { LocalDate } from '../../kit/index.ts'
import type { Relationship } from './relationship.ts'
import { kindOfRole, type RelationshipKind } from './roles.ts'

/** A relationship as the rules of networks read it: who is what to whom, and when. */
export interface Tie {
  readonly id: string
  readonly kind: RelationshipKind
  /** The first party: a customer's id, or anything that stands for somebody who is none. */
  readonly from: string
  readonly to: string
  readonly shareBp?: number | undefined
  readonly amountFen?: number | undefined
  /** The first day; absent where it has always been so. */
  readonly fromOn?: LocalDate | undefined
  /** The first day on which it is so no more. */
  readonly toOn?: LocalDate | undefined
}

/** A stretch of days: from the first until the first that is no more of it. */
export type Span = Pick<Tie, 'fromOn' | 'toOn'>

/** Does it hold on a day? */
export const holdsOn = ({ fromOn, toOn }: Span, day: LocalDate): boolean =>
  (fromOn === undefined || fromOn <= day) && (toOn === undefined || day < toOn)

/** Is there a day on which both hold? */
export const overlap = (a: Span, b: Span): boolean =>
  (a.fromOn === undefined || b.toOn === undefined || a.fromOn < b.toOn) &&
  (b.fromOn === undefined || a.toOn === undefined || b.fromOn < a.toOn)

const symmetric: ReadonlySet<RelationshipKind> = new Set([
  'spouse',
  'sibling',
  'relative',
  'joint-liability',
])

/** Is it the same from both sides? */
export const isMutual = (kind: RelationshipKind): boolean => symmetric.has(kind)

const kin: ReadonlySet<RelationshipKind> = new Set([
  'spouse',
  'parent',
  'grandparent',
  'sibling',
  'relative',
])

/** Is it kinship, which only persons have? */
export const isKin = (kind: RelationshipKind): boolean => kin.has(kind)

/**
 * A relationship as a tie. Who is no customer is somebody of their own in each relationship, unless they
 * are to be known by something else: their name, say.
 */
export function tieOf(relationship: Relationship, stranger: string = relationship.id): Tie {
  const { id, customerId, otherId, role, shareBp, amountFen, fromOn, toOn } = relationship
  const { kind, first } = kindOfRole(role)
  const other = otherId ?? stranger
  const [from, to] = first === 'other' ? [other, customerId] : [customerId, other]
  return { id, kind, from, to, shareBp, amountFen, fromOn, toOn }
}
