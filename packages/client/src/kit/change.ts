import type { Endpoint } from '@crm/core'
import type { Parts } from './request.ts'

/** Something in the bank has changed: look again at what you show of this room. */
export interface Change {
  /** The room it happened in: `reminders`. */
  readonly room: string
  /** What was done: the method's name, `close`. */
  readonly deed: string
  /** What it was done to, as a word: `reminder`. */
  readonly subjectKind: string
  /** What it was done to: `rem_…`. */
  readonly subjectId: string
  /** The customer it concerns, if it concerns one. */
  readonly customerId?: string | undefined
  /** `self`: done through this client. `server`: told by the bank, one's own writes included. */
  readonly origin: 'self' | 'server'
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The change that a write of this client has made. */
export function changeOf(endpoint: Endpoint, deed: string, parts: Parts, output: unknown): Change {
  const made = (output ?? {}) as { readonly id?: unknown; readonly customerId?: unknown }
  const [, room = ''] = endpoint.path.split('/')
  const [subjectKind = ''] = endpoint.needs.split(':')
  const subjectId = text(made.id) ?? text(parts.params?.id) ?? ''
  const customerId = subjectKind === 'customer' ? subjectId : text(made.customerId)
  return {
    room,
    deed,
    subjectKind,
    subjectId,
    ...(customerId !== undefined && { customerId }),
    origin: 'self',
  }
}
