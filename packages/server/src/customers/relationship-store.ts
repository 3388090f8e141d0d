import {
  beneficialOwners,
  type Customer,
  type CustomerId,
  exposureOf,
  type Fen,
  type GuaranteePicture,
  guaranteeCircles,
  type LocalDate,
  type OwnershipPicture,
  type Relationship,
  type RelationshipLine,
  type RelationshipList,
  type RelationshipNetwork,
  RelationshipView,
  viewMeta,
} from '@crm/core'
import type { ReadSession } from '../kit/session.ts'
import { shownLike } from '../kit/shown-like.ts'
import { relationshipsOf, type SeenRelationship } from './relationship-rows.ts'
import { expectRelated, tiesOf, walk } from './relationship-walk.ts'
import { customerStore } from './store.ts'

/** How many customers one picture of a network holds, and how long a chain or circle is followed. */
const PICTURE = 60
const FAR = 12

const meta = viewMeta(RelationshipView)!
const guarantees: ReadonlySet<string> = new Set(['guarantor', 'guaranteed', 'joint-liability'])
const owners: ReadonlySet<string> = new Set(['owner', 'controller', 'legal-representative'])

/** Who is what to whom, as far as the caller of the session may see both. */
export const relationshipStore = (session: ReadSession) => ({
  /** A customer's relationships, on a day or all there ever were. @throws `customer.not_found` */
  async list(asked: CustomerId, on?: LocalDate): Promise<RelationshipList> {
    const id = await expectRelated(session, asked)
    const found = await relationshipsOf(session, [id], on)
    const shown = found.filter(({ otherSeen }) => otherSeen)
    const known = await customersOf(
      session,
      shown.map(({ relationship }) => relationship),
    )
    return {
      items: shown.map(({ relationship }) => lineOf(relationship, known)),
      leftOut: found.length - shown.length,
    }
  },

  /** Everybody around a customer. @throws `customer.not_found` */
  async network(asked: CustomerId, on: LocalDate, steps: number): Promise<RelationshipNetwork> {
    const id = await expectRelated(session, asked)
    const walked = await walk(session, id, { on, steps, most: PICTURE })
    return {
      asOf: on,
      customers: await customerStore(session).getMany(walked.customerIds),
      relationships: walked.relationships.map(({ relationship }) => relationship),
      leftOut: walked.leftOut,
      more: walked.more,
    }
  },

  /** For whom they guarantee and who for them. @throws `customer.not_found` */
  async guarantees(asked: CustomerId, on: LocalDate): Promise<GuaranteePicture> {
    const id = await expectRelated(session, asked)
    // Who guarantees for them is told; who guarantees for those is their own affair.
    const along = ({ relationship: { role } }: SeenRelationship, step: number) =>
      guarantees.has(role) && (role !== 'guarantor' || step === 1)
    const walked = await walk(session, id, { on, steps: FAR, along })
    const ties = tiesOf(walked)
    const exposure = exposureOf(id, ties)
    const all = await customerStore(session).getMany(walked.customerIds)
    const known = new Map(all.map((one) => [one.id as string, one]))
    const named = (ids: readonly string[]) => ids.flatMap((one) => known.get(one) ?? [])
    const byId = new Map(
      walked.relationships.map(({ relationship }) => [relationship.id as string, relationship]),
    )
    const lines = (some: typeof ties) =>
      some.flatMap((tie) => {
        const relationship = byId.get(tie.id)
        return relationship ? [lineOf(relationship, known)] : []
      })
    const shown = (fen: number) => shownLike(session, meta, 'amountFen', fen as Fen)
    return {
      given: lines(exposure.given),
      taken: lines(exposure.taken),
      givenFen: shown(exposure.givenFen),
      takenFen: shown(exposure.takenFen),
      givenUnlimited: exposure.givenUnlimited,
      takenUnlimited: exposure.takenUnlimited,
      indirect: named(exposure.indirect),
      circles: guaranteeCircles(ties)
        .filter(({ members }) => members.includes(id))
        .map(({ members, round }) => ({
          members: named(members),
          round: round as readonly CustomerId[],
        })),
      leftOut: walked.leftOut,
    }
  },

  /** Who in the end owns a firm. @throws `customer.not_found` */
  async beneficialOwners(asked: CustomerId, on: LocalDate): Promise<OwnershipPicture> {
    const id = await expectRelated(session, asked)
    const along = ({ relationship: { role } }: SeenRelationship) => owners.has(role)
    const walked = await walk(session, id, { on, steps: FAR, along })
    const all = await customerStore(session).getMany(walked.customerIds)
    const known = new Map(all.map((one) => [one.id as string, one]))
    const strangers = new Map(
      walked.relationships
        .filter(({ relationship }) => relationship.otherId === undefined)
        .map(({ relationship }) => [relationship.id as string, relationship]),
    )
    const isPerson = (party: string) =>
      (known.get(party)?.kind ?? strangers.get(party)?.otherKind) === 'person'
    const found = beneficialOwners(id, tiesOf(walked), isPerson)
    const told = session.plan(meta).shareBp === 'show'
    const between = new Set(
      found.owners.flatMap(({ chains }) => chains.flatMap(({ through }) => through.slice(1))),
    )
    return {
      owners: found.owners.map(({ party, why, shareBp, chains }) => ({
        ...(known.has(party) && { customer: known.get(party) as Customer }),
        ...(strangers.has(party) && { named: strangers.get(party) as Relationship }),
        why,
        ...(told && { shareBp, chains }),
      })),
      between: all.filter((one) => between.has(one.id)),
      ...(told && { unknownBp: found.unknownBp }),
      leftOut: walked.leftOut,
    }
  },
})

async function customersOf(
  session: ReadSession,
  relationships: readonly Relationship[],
): Promise<ReadonlyMap<string, Customer>> {
  const ids = relationships.flatMap(({ otherId }) => otherId ?? [])
  if (ids.length === 0) return new Map()
  const found = await customerStore(session).getMany(ids)
  return new Map(found.map((one) => [one.id as string, one]))
}

function lineOf(
  relationship: Relationship,
  known: ReadonlyMap<string, Customer>,
): RelationshipLine {
  const other = known.get(relationship.otherId ?? '')
  return { relationship, ...(other && { other }) }
}
