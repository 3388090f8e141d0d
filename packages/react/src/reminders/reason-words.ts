import type { ReminderView } from '@crm/core'
import type { Format } from '../kit/format.ts'
import { plain } from '../kit/format.ts'
import type { Facts, Say } from '../kit/say.ts'

/** Facts as people read them: what ends in `Fen` is money. */
export function readableFacts(facts: Facts, format: Format, currency: string): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      name.endsWith('Fen') && typeof value === 'number' ? format.money(value, currency) : value,
    ]),
  )
}

/** Why there is a reminder, in a sentence. */
export function sayReason(
  { reason }: Pick<ReminderView, 'reason'>,
  say: Say,
  format: Format,
  currency: string,
): string {
  const known = plain(reason)
  if (!known) return ''
  return say.code(known.code, readableFacts(known.facts, format, currency))
}
