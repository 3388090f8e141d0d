import type { HandoverWish, ShareWish } from '@crm/client'
import type { Candidate, CustomerId, LocalDate, Ownership, OwnershipOutcome, Page } from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** Whose customer it was on a day, today unless told. */
export const useOwnership = (id: CustomerId, asOf?: LocalDate): Query<Ownership> =>
  useQuery(['customers', 'owners', id, asOf], (crm, signal) =>
    crm.customers.listOwners(id, asOf, { signal }),
  )

/** Who may look after a customer; asked only while `enabled`. */
export const useCandidates = (id: CustomerId, enabled: boolean): Query<Page<Candidate>> =>
  useQuery(
    ['customers', 'candidates', id],
    (crm, signal) => crm.customers.listCandidates(id, { signal }),
    { enabled },
  )

/** Take on a customer whom nobody looks after. */
export const useClaim = (): Action<[id: CustomerId, version: number], OwnershipOutcome> =>
  useAction((crm, id, version) => crm.customers.claim(id, { version }))

/** Hand a share over to a colleague. */
export const useHandOver = (): Action<
  [id: CustomerId, wish: HandoverWish, version: number],
  OwnershipOutcome
> => useAction((crm, id, wish, version) => crm.customers.handOver(id, wish, { version }))

/** Share a customer out among several. */
export const useShareOut = (): Action<
  [id: CustomerId, wish: ShareWish, version: number],
  OwnershipOutcome
> => useAction((crm, id, wish, version) => crm.customers.shareOut(id, wish, { version }))
