import type { LabelDraft } from '@crm/client'
import type {
  CustomerId,
  CustomerView,
  Label,
  LabelChangeId,
  LabelId,
  LabelLine,
  LabelOutcome,
} from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Pages, usePages } from '../kit/use-pages.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The bank's tags and the lists that one sees. */
export const useLabels = (): Query<{ readonly items: readonly LabelLine[] }> =>
  useQuery(['labels'], (crm, signal) => crm.customers.listLabels({ signal }))

/** What a customer is under. */
export const useLabelsOf = (id: CustomerId): Query<{ readonly items: readonly Label[] }> =>
  useQuery(['labels', 'of', id], (crm, signal) => crm.customers.listLabelsOf(id, { signal }))

/** The customers under a label, page by page. */
export const useLabelled = (label: LabelId): Pages<CustomerView> =>
  usePages(['labels', 'customers', label], (crm, cursor, signal) =>
    crm.customers.listLabelled(label, { limit: 50, ...(cursor && { cursor }) }, { signal }),
  )

/** Make a tag or a list. */
export const useCreateLabel = (): Action<[draft: LabelDraft], Label> =>
  useAction((crm, draft) => crm.customers.createLabel(draft))

/** Put customers under a label, or take them off. */
export const useChangeLabelled = (): Action<
  [deed: 'put' | 'take', label: LabelId, ids: readonly CustomerId[]],
  LabelOutcome
> =>
  useAction((crm, deed, label, customerIds) =>
    crm.customers.changeLabelled(label, { deed, customerIds }),
  )

/** Take one such change back. */
export const useUndoLabelled = (): Action<[change: LabelChangeId], LabelOutcome> =>
  useAction((crm, change) => crm.customers.undoLabelled(change))
