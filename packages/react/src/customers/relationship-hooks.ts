import type {
  HouseholdDraft,
  HouseholdEntry,
  HouseholdLeave,
  RelationshipDraft,
  RelationshipEnd,
} from '@crm/client'
import type {
  CustomerId,
  GuaranteePicture,
  Household,
  OwnershipPicture,
  RelationshipId,
  RelationshipList,
  RelationshipNetwork,
  RelationshipView,
} from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** Who is what to a customer today. */
export const useRelationships = (id: CustomerId): Query<RelationshipList> =>
  useQuery(['customers', 'relationships', id], (crm, signal) =>
    crm.customers.listRelationships(id, {}, { signal }),
  )

/** Everybody around a customer, so many steps far. */
export const useNetwork = (id: CustomerId, steps: number): Query<RelationshipNetwork> =>
  useQuery(['customers', 'network', id, steps], (crm, signal) =>
    crm.customers.getNetwork(id, { steps }, { signal }),
  )

/** For whom a customer guarantees and who for them, and the circles of it. */
export const useGuarantees = (id: CustomerId): Query<GuaranteePicture> =>
  useQuery(['customers', 'guarantees', id], (crm, signal) =>
    crm.customers.getGuarantees(id, {}, { signal }),
  )

/** Who in the end owns a firm. */
export const useBeneficialOwners = (id: CustomerId): Query<OwnershipPicture> =>
  useQuery(['customers', 'beneficial-owners', id], (crm, signal) =>
    crm.customers.getBeneficialOwners(id, {}, { signal }),
  )

/** Write down who is what to a customer. */
export const useAddRelationship = (): Action<
  [id: CustomerId, draft: RelationshipDraft],
  RelationshipView
> =>
  useAction((crm, id: CustomerId, draft: RelationshipDraft) =>
    crm.customers.addRelationship(id, draft),
  )

/** End a relationship, as one saw it. */
export const useEndRelationship = (): Action<
  [id: CustomerId, relationship: RelationshipId, end: RelationshipEnd, version: number],
  RelationshipView
> =>
  useAction(
    (crm, id: CustomerId, relationship: RelationshipId, end: RelationshipEnd, version: number) =>
      crm.customers.endRelationship(id, relationship, end, { version }),
  )

/** Take back what was last done to a relationship. */
export const useUndoRelationship = (): Action<
  [id: CustomerId, relationship: RelationshipId, version: number],
  RelationshipView
> =>
  useAction((crm, id: CustomerId, relationship: RelationshipId, version: number) =>
    crm.customers.undoRelationship(id, relationship, { version }),
  )

/** The household that a customer belongs to today, where they belong to one. */
export const useHousehold = (id: CustomerId): Query<{ readonly household?: Household }> =>
  useQuery(['customers', 'household', id], async (crm, signal) => {
    const household = await crm.customers.findHousehold(id, {}, { signal })
    return household ? { household } : {}
  })

/** Form a household with the customer as its head. */
export const useFormHousehold = (): Action<[id: CustomerId, draft: HouseholdDraft], Household> =>
  useAction((crm, id: CustomerId, draft: HouseholdDraft) => crm.customers.formHousehold(id, draft))

/** Take people into a household, as one saw it. */
export const useAddToHousehold = (): Action<
  [id: CustomerId, entry: HouseholdEntry, version: number],
  Household
> =>
  useAction((crm, id: CustomerId, entry: HouseholdEntry, version: number) =>
    crm.customers.addToHousehold(id, entry, { version }),
  )

/** Let people leave a household, as one saw it, for one of their own or for none. */
export const useLeaveHousehold = (): Action<
  [id: CustomerId, leave: HouseholdLeave, version: number],
  Household
> =>
  useAction((crm, id: CustomerId, leave: HouseholdLeave, version: number) =>
    crm.customers.leaveHousehold(id, leave, { version }),
  )
