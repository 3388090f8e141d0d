import type { CrmError } from '@crm/core'
import { EventEmitter } from 'eventemitter3'
import type { Change } from './change.ts'

/** Why the stream of changes stopped. */
export interface Disconnection {
  /** What broke it; absent where it was closed on purpose. */
  readonly error?: CrmError | undefined
  /** True where it does not come back by itself. */
  readonly final: boolean
}

/** What a client tells, by name. */
export interface CrmEvents {
  /** Something in a room was written, here or elsewhere. */
  changed: [change: Change]
  /** The bank's changes come in. Some may have been missed before: look again. */
  connected: []
  /** They no longer do; told once, however many tries follow. */
  disconnected: [why: Disconnection]
  /** The phone rings, from this number: `crm.desk.onIncomingCall` was told so. */
  incomingCall: [number: string]
  /** The person has left: forget whatever you show of their customers. */
  signedOut: []
}

/** `crm.events`: what happens in the bank, as it happens. */
export type CrmEmitter = EventEmitter<CrmEvents>

/** A new emitter. */
export const createEvents = (): CrmEmitter => new EventEmitter<CrmEvents>()

/** Tell the listeners; one that throws fails by itself, not the call that told it. */
export function tell<E extends keyof CrmEvents>(
  events: CrmEmitter,
  event: E,
  ...facts: CrmEvents[E]
): void {
  try {
    ;(events.emit as (name: E, ...rest: CrmEvents[E]) => boolean).call(events, event, ...facts)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
