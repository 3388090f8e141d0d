import type { CustomerChanges, NewCustomer } from '@crm/client'
import type {
  CustomerId,
  CustomerProvenance,
  CustomerVersion,
  CustomerView,
  LocalDate,
} from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Pages, usePages } from '../kit/use-pages.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** Where each value of a customer comes from, and what every source said. */
export const useProvenance = (id: CustomerId): Query<CustomerProvenance> =>
  useQuery(['customers', 'provenance', id], (crm, signal) =>
    crm.customers.getProvenance(id, { signal }),
  )

/** Every version of a customer, the one that holds first. */
export const useCustomerHistory = (id: CustomerId): Pages<CustomerVersion> =>
  usePages(['customers', 'history', id], (crm, cursor, signal) =>
    crm.customers.getHistory(
      id,
      { limit: 20, ...(cursor !== undefined && { cursor }) },
      { signal },
    ),
  )

/** A customer as they were at the end of a day. */
export const useCustomerAsOf = (id: CustomerId, day: LocalDate): Query<CustomerView> =>
  useQuery(['customers', 'as-of', id, day], (crm, signal) =>
    crm.customers.getAsOf(id, day, { signal }),
  )

/** Write a customer down for the first time. */
export const useCreateCustomer = (): Action<[draft: NewCustomer], CustomerView> =>
  useAction((crm, draft: NewCustomer) => crm.customers.create(draft))

/** Write over what is known of a customer, as one saw them. */
export const useEditCustomer = (): Action<
  [id: CustomerId, fields: CustomerChanges, version: number],
  CustomerView
> =>
  useAction((crm, id: CustomerId, fields: CustomerChanges, version: number) =>
    crm.customers.edit(id, fields, { version }),
  )

/** Go back to an earlier version: with the one before an edit, the edit is taken back. */
export const useRestoreCustomer = (): Action<
  [id: CustomerId, to: number, version: number],
  CustomerView
> =>
  useAction((crm, id: CustomerId, to: number, version: number) =>
    crm.customers.restore(id, to, { version }),
  )
