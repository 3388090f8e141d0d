import type { InteractionEntry } from '@crm/client'
import type {
  CustomerId,
  InteractionId,
  InteractionView,
  InteractionWith,
  LocalDate,
} from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Pages, usePages } from '../kit/use-pages.ts'

/** What was said and done with a customer, newest first. */
export const useInteractions = (customerId: CustomerId): Pages<InteractionView> =>
  usePages(['interactions', 'of', customerId], (crm, cursor, signal) =>
    crm.interactions.listOf(customerId, { limit: 20, ...(cursor && { cursor }) }, { signal }),
  )

/** Next steps to be taken by a day that nobody has taken up. */
export const useNextSteps = (until: LocalDate): Pages<InteractionWith> =>
  usePages(['interactions', 'next-steps', until], (crm, cursor, signal) =>
    crm.interactions.listNextSteps(until, { limit: 20, ...(cursor && { cursor }) }, { signal }),
  )

/** Write an interaction down, final or as a draft. */
export const useWriteInteraction = (): Action<[entry: InteractionEntry], InteractionView> =>
  useAction((crm, entry) => crm.interactions.create(entry))

/** Submit a draft of one's own. */
export const useSubmitInteraction = (): Action<
  [id: InteractionId, version: number],
  InteractionView
> => useAction((crm, id, version) => crm.interactions.submit(id, { version }))

/** Throw a draft of one's own away. */
export const useDiscardInteraction = (): Action<
  [id: InteractionId, version: number],
  { readonly id: InteractionId }
> => useAction((crm, id, version) => crm.interactions.discard(id, { version }))

/** Add to what was submitted. */
export const useAddToInteraction = (): Action<[id: InteractionId, text: string], InteractionView> =>
  useAction((crm, id, text) => crm.interactions.addTo(id, text))
