import type { Crm } from '@crm/client'
import type { CustomerId, CustomerOverview, Unmasked } from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The 360° view of a customer. */
export const useCustomerOverview = (id: CustomerId): Query<CustomerOverview> =>
  useQuery(['desk', 'overview', id], (crm, signal) => crm.desk.getOverview(id, { signal }))

/** Show one masked value, for a reason; counted and on record. */
export const useUnmask = (): Action<[asked: Parameters<Crm['desk']['unmask']>[0]], Unmasked> =>
  useAction((crm, asked: Parameters<Crm['desk']['unmask']>[0]) => crm.desk.unmask(asked))
