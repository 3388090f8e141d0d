import { type CustomerId, customerErrors, type LocalDate, type Tie, tieOf } from '@crm/core'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familyOf } from './families.ts'
import { relationshipsOf, type SeenRelationship } from './relationship-rows.ts'

/** How many customers one walk looks at: a picture with more tells nothing. */
const MOST = 200

/** How to walk from customer to customer. */
export interface Walking {
  readonly on: LocalDate
  readonly steps: number
  readonly most?: number
  /** Which relationships count, seen from the customer they begin at; all, where it is left out. */
  readonly along?: (seen: SeenRelationship, step: number) => boolean
}

/** What a walk came by. */
export interface Walked {
  /** Each relationship once, seen from the side it was first come by. */
  readonly relationships: readonly SeenRelationship[]
  /** Whom it came to, the beginning first. */
  readonly customerIds: readonly CustomerId[]
  /** How many relationships lead to customers out of sight: there the walk ends. */
  readonly leftOut: number
  readonly more: boolean
}

/**
 * Who stands for a customer.
 *
 * @throws `customer.not_found` where the customer's relationships are not in sight
 */
export async function expectRelated(session: ReadSession, id: CustomerId): Promise<CustomerId> {
  const found = await session.db
    .selectFrom('customer')
    .select('customer_id')
    .where('customer_id', '=', id)
    .where(inSight(session, 'relationship', 'customer'))
    .executeTakeFirst()
  if (!found) throw customerErrors.notFound(id)
  return (await familyOf(session, id)).id
}

/** Walk from a customer along relationships, step by step, through whom the caller sees. */
export async function walk(
  session: ReadSession,
  begin: CustomerId,
  { on, steps, most = MOST, along = () => true }: Walking,
): Promise<Walked> {
  const found = new Map<string, SeenRelationship>()
  const hidden = new Set<string>()
  const reached = new Set([begin])
  let more = false
  let front: readonly CustomerId[] = [begin]
  for (let step = 1; step <= steps && front.length > 0; step += 1) {
    const next: CustomerId[] = []
    for (const seen of await relationshipsOf(session, front, on)) {
      const { id, otherId } = seen.relationship
      if (found.has(id) || !along(seen, step)) continue
      if (!seen.otherSeen) {
        hidden.add(id)
        continue
      }
      if (otherId !== undefined && !reached.has(otherId)) {
        if (reached.size >= most) {
          more = true
          continue
        }
        reached.add(otherId)
        next.push(otherId)
      }
      found.set(id, seen)
    }
    front = next
  }
  return {
    relationships: [...found.values()],
    customerIds: [...reached],
    leftOut: hidden.size,
    more,
  }
}

/** What a walk came by, as the rules of core read it. */
export const tiesOf = ({ relationships }: Walked): readonly Tie[] =>
  relationships.map(({ relationship }) => tieOf(relationship))
