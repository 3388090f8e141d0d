import type {
  AccountId,
  AccountView,
  Averages,
  CustomerId,
  Flows,
  GroupPicture,
  LocalDate,
  MovementView,
  Page,
} from '@crm/core'
import { type Pages, usePages } from '../kit/use-pages.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** Which movements to show. */
export interface MovementFilter {
  readonly customerId: CustomerId
  readonly accountId?: AccountId | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
}

/** A customer's accounts. */
export const useAccounts = (customerId: CustomerId): Query<Page<AccountView>> =>
  useQuery(['holdings', 'accounts', customerId], (crm, signal) =>
    crm.holdings.listAccounts({ customerId, limit: 100 }, { signal }),
  )

/** Movements, newest first, page by page. */
export function useMovements(filter: MovementFilter): Pages<MovementView> {
  const { customerId, accountId, from, to } = filter
  return usePages(
    ['holdings', 'movements', customerId, accountId, from, to],
    (crm, cursor, signal) =>
      crm.holdings.listMovements(
        {
          customerId,
          limit: 50,
          ...(accountId && { accountId }),
          ...(from && { from }),
          ...(to && { to }),
          ...(cursor && { cursor }),
        },
        { signal },
      ),
  )
}

/** Daily averages of a customer's accounts, of the month and the year so far. */
export const useAverages = (customerId: CustomerId): Query<Averages> =>
  useQuery(['holdings', 'averages', customerId], (crm, signal) =>
    crm.holdings.getAverages(customerId, { signal }),
  )

/** What came in and went out month by month, the latest first. */
export const useFlows = (customerId: CustomerId, months = 12): Query<Flows> =>
  useQuery(['holdings', 'flows', customerId, months], (crm, signal) =>
    crm.holdings.getFlows({ customerId, months }, { signal }),
  )

/** What the customer's household, or group with joint liability, has and owes together. */
export const useGroupTotals = (
  customerId: CustomerId,
  of: GroupPicture['of'] = 'household',
): Query<GroupPicture> =>
  // Who belongs together is written down among the customers: that is what makes it stale.
  useQuery(['customers', 'group-totals', customerId, of], (crm, signal) =>
    crm.holdings.getGroupTotals({ customerId, of }, { signal }),
  )
