// What was said and done with a customer of each kind.

import type { Kind } from './oracle.ts'
import { asker, canariesOf } from './plant-kinds.ts'

/** What managers wrote of one customer: submitted, and a draft of the asker's. */
export function careOf(kind: Kind, bankId: string): { readonly interaction: object[] } {
  const { summary, promise } = canariesOf(kind, bankId)
  const interaction = (id: string, status: string) => ({
    bank_id: bankId,
    customer_id: `cus_${kind}`,
    interaction_id: id,
    status,
    kind: 'visit',
    purpose: 'care',
    result: 'undecided',
    happened_at: '2026-03-05T00:30:00Z',
    summary,
    next_step: promise,
    next_on: '2026-03-06',
    participants: '[]',
    attachments: '[]',
    staff_id: asker,
    submitted_at: status === 'draft' ? null : '2026-03-05T00:40:00Z',
  })
  return {
    interaction: [
      interaction(`int_${kind}`, 'submitted'),
      interaction(`int_${kind}draft`, 'draft'),
    ],
  }
}
