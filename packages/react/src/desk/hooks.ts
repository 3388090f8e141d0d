import type { Crm, TimelineQuery } from '@crm/client'
import type {
  CallerAnswer,
  CallerVerification,
  CustomerId,
  CustomerOverview,
  OpenWork,
  TimelineEntry,
  Unmasked,
} from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Pages, usePages } from '../kit/use-pages.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The 360° view of a customer. */
export const useCustomerOverview = (id: CustomerId): Query<CustomerOverview> =>
  useQuery(['desk', 'overview', id], (crm, signal) => crm.desk.getOverview(id, { signal }))

/** What waits to be done about a customer. */
export const useOpenWork = (id: CustomerId): Query<OpenWork> =>
  useQuery(['desk', 'open', id], (crm, signal) => crm.desk.getOpenWork(id, { signal }))

/** Show one masked value, for a reason; counted and on record. */
export const useUnmask = (): Action<[asked: Parameters<Crm['desk']['unmask']>[0]], Unmasked> =>
  useAction((crm, asked: Parameters<Crm['desk']['unmask']>[0]) => crm.desk.unmask(asked))

/** Who may be calling from a number in any notation; on record as looked up for an incoming call. */
export const useCaller = (number: string): Query<CallerAnswer> =>
  useQuery(['desk', 'caller', number], (crm, signal) =>
    crm.desk.findCaller(number, { signal, purpose: 'incoming-call' }),
  )

/** Ask the caller something that only they know. */
export const useVerifyCaller = (): Action<
  [asked: Parameters<Crm['desk']['verifyCaller']>[0]],
  CallerVerification
> =>
  useAction((crm, asked: Parameters<Crm['desk']['verifyCaller']>[0]) =>
    crm.desk.verifyCaller(asked, { purpose: 'incoming-call' }),
  )

/** Everything that was said and done with a customer, page by page. */
export const useTimeline = (
  id: CustomerId,
  { kind, from, to }: Pick<TimelineQuery, 'kind' | 'from' | 'to'> = {},
): Pages<TimelineEntry> =>
  usePages(['desk', 'timeline', id, kind, from, to], (crm, cursor, signal) =>
    crm.desk.getTimeline(
      id,
      {
        limit: 15,
        ...(kind && { kind }),
        ...(from && { from }),
        ...(to && { to }),
        ...(cursor && { cursor }),
      },
      { signal },
    ),
  )
