import type { CustomerId, CustomerOverview } from '@crm/core'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The 360° view of a customer. */
export const useCustomerOverview = (id: CustomerId): Query<CustomerOverview> =>
  useQuery(['desk', 'overview', id], (crm, signal) => crm.desk.getOverview(id, { signal }))
