import { type Masked, maskValue, type ViewMeta } from '@crm/core'
import type { ReadSession } from './session.ts'

/** A sum is as sensitive as what it adds up: it is shown, masked or left out as that field is. */
export function shownLike<T>(
  session: ReadSession,
  meta: ViewMeta,
  field: string,
  value: T,
): T | Masked | undefined {
  const treatment = session.plan(meta)[field]
  if (treatment === 'show') return value
  return treatment === 'mask' ? maskValue('amount', value) : undefined
}
