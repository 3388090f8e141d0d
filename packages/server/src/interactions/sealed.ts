import type { SealedTable } from '../kit/keys/sealed-table.ts'

/** What people wrote of a customer lies sealed under the customer's own key, and ends with it. */
export const sealedInteraction: SealedTable = {
  table: 'interaction',
  id: 'interaction_id',
  columns: { summary: {}, next_step: {}, participants: {}, attachments: {} },
}

/** What was added later, as the rest. */
export const sealedAddendum: SealedTable = {
  table: 'interaction_addendum',
  id: 'addendum_id',
  columns: { text: {} },
}
