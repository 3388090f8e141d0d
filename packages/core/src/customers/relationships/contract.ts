import * as z from 'zod/mini'
import { type Contract, Fen, LocalDate, Masked } from '../../kit/index.ts'
import { CustomerId, CustomerView } from '../customer.ts'
import { RelationshipId, RelationshipRole, RelationshipView, ShareBp } from './relationship.ts'

const count = z.int().check(z.minimum(0))
const amount = z.optional(z.union([Fen, Masked]))
const many = <Item extends z.ZodMiniType>(item: Item) => z.readonly(z.array(item))

/** A relationship with the other party, where they are a customer. */
export const RelationshipLine = z.strictObject({
  relationship: RelationshipView,
  other: z.optional(CustomerView),
})
export interface RelationshipLine extends z.infer<typeof RelationshipLine> {}

/** Somebody's relationships, and how many more there are to customers whom the reader does not see. */
export const RelationshipList = z.strictObject({ items: many(RelationshipLine), leftOut: count })
export interface RelationshipList extends z.infer<typeof RelationshipList> {}

/** Everybody around a customer, a few steps far: customers, and each relationship between them once. */
export const RelationshipNetwork = z.strictObject({
  asOf: LocalDate,
  customers: many(CustomerView),
  relationships: many(RelationshipView),
  /** How many relationships lead to customers whom the reader does not see. */
  leftOut: count,
  /** True where there are more than one picture holds. */
  more: z.boolean(),
})
export interface RelationshipNetwork extends z.infer<typeof RelationshipNetwork> {}

/** For whom a customer guarantees and who for them, what that comes to, and the circles it is part of. */
export const GuaranteePicture = z.strictObject({
  given: many(RelationshipLine),
  taken: many(RelationshipLine),
  /** What is promised up to a limit, in fen of the bank's currency. */
  givenFen: amount,
  takenFen: amount,
  /** How many promises have no limit. */
  givenUnlimited: count,
  takenUnlimited: count,
  /** For whom they stand in only if others fail first. */
  indirect: many(CustomerView),
  circles: many(
    z.strictObject({
      members: many(CustomerView),
      /** One way round: each guarantees for the next, the last for the first. */
      round: many(CustomerId),
    }),
  ),
  leftOut: count,
})
export interface GuaranteePicture extends z.infer<typeof GuaranteePicture> {}

/** Who in the end owns or rules a firm. */
export const OwnershipPicture = z.strictObject({
  owners: many(
    z.strictObject({
      customer: z.optional(CustomerView),
      /** Where they are no customer: the relationship that names them. */
      named: z.optional(RelationshipView),
      why: z.enum(['share', 'control', 'representative']),
      /** Over all chains, in basis points; absent where the reader may not see shares, as `chains`. */
      shareBp: z.optional(z.int()),
      chains: z.optional(many(z.strictObject({ through: many(z.string()), shareBp: z.int() }))),
    }),
  ),
  /** The firms that chains lead through. */
  between: many(CustomerView),
  /** How much leads to nobody who is known, or seen. */
  unknownBp: z.optional(z.int()),
  leftOut: count,
})
export interface OwnershipPicture extends z.infer<typeof OwnershipPicture> {}

const why = z.string().check(z.minLength(2), z.maxLength(120))

/** A relationship as somebody at the bank writes it down; rules say what is wrong with it. */
export const NewRelationship = z.strictObject({
  /** What the other is to the customer. */
  role: RelationshipRole,
  otherId: z.optional(CustomerId),
  /** The name of somebody who is no customer. */
  otherName: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  otherKind: z._default(z.enum(['person', 'firm']), 'person'),
  shareBp: z.optional(ShareBp),
  amountFen: z.optional(Fen.check(z.minimum(1))),
  fromOn: z.optional(LocalDate),
  toOn: z.optional(LocalDate),
  reason: why,
})
export interface NewRelationship extends z.infer<typeof NewRelationship> {}

const oneCustomer = z.strictObject({ id: CustomerId })
const oneRelationship = z.strictObject({ id: CustomerId, relationship: RelationshipId })
const onDay = z.strictObject({ asOf: z.optional(LocalDate) })

/** Who is what to a customer, written down and read, and what follows of it. */
export const relationshipContract = {
  listRelationships: {
    method: 'GET',
    path: '/customers/:id/relationships',
    needs: 'relationship:read',
    params: oneCustomer,
    query: z.strictObject({
      asOf: z.optional(LocalDate),
      /** `ever`: those that have ended, and those to come, too. */
      when: z._default(z.enum(['day', 'ever']), 'day'),
    }),
    returns: RelationshipList,
    errors: ['customer.not_found'],
    discloses: true,
  },
  addRelationship: {
    method: 'POST',
    path: '/customers/:id/relationships',
    needs: 'relationship:write',
    params: oneCustomer,
    body: NewRelationship,
    returns: RelationshipView,
    errors: ['customer.not_found', 'relationship.refused'],
    writes: true,
    expects: 'new',
    discloses: true,
  },
  endRelationship: {
    method: 'POST',
    path: '/customers/:id/relationships/:relationship/end',
    needs: 'relationship:write',
    params: oneRelationship,
    body: z.strictObject({ on: LocalDate, reason: why }),
    returns: RelationshipView,
    errors: [
      'customer.not_found',
      'relationship.not_found',
      'relationship.already_ended',
      'relationship.refused',
    ],
    writes: true,
    expects: 'version',
    discloses: true,
  },
  undoRelationship: {
    method: 'POST',
    path: '/customers/:id/relationships/:relationship/undo',
    needs: 'relationship:write',
    params: oneRelationship,
    returns: RelationshipView,
    errors: [
      'customer.not_found',
      'relationship.not_found',
      'relationship.nothing_to_undo',
      'relationship.refused',
    ],
    writes: true,
    expects: 'version',
    discloses: true,
  },
  getNetwork: {
    method: 'GET',
    path: '/customers/:id/network',
    needs: 'relationship:read',
    params: oneCustomer,
    query: z.strictObject({
      asOf: z.optional(LocalDate),
      /** How many steps far. */
      steps: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3)), 2),
    }),
    returns: RelationshipNetwork,
    errors: ['customer.not_found'],
    discloses: true,
  },
  getGuarantees: {
    method: 'GET',
    path: '/customers/:id/guarantees',
    needs: 'relationship:read',
    params: oneCustomer,
    query: onDay,
    returns: GuaranteePicture,
    errors: ['customer.not_found'],
    discloses: true,
  },
  getBeneficialOwners: {
    method: 'GET',
    path: '/customers/:id/beneficial-owners',
    needs: 'relationship:read',
    params: oneCustomer,
    query: onDay,
    returns: OwnershipPicture,
    errors: ['customer.not_found'],
    discloses: true,
  },
} as const satisfies Contract
