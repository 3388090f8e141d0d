import type { Instant } from '@crm/core'
import type { Ports } from '@crm/server'

/** A clock that stands until it is moved, and ids that count: what a test does, it does again. */
export interface FakePorts extends Ports {
  /** Let so many milliseconds pass. */
  readonly pass: (milliseconds: number) => void
}

/**
 * A standing clock, at nine in the morning of a bank day in China unless told otherwise. Two that make
 * ids for one store need different marks.
 */
export function fakePorts(start = '2026-03-05T01:00:00.000Z', mark = 't'): FakePorts {
  let at = Date.parse(start)
  let next = 0
  return {
    now: () => new Date(at).toISOString() as Instant,
    newId: (prefix) => `${prefix}_${mark}${(next++).toString(36).padStart(6, '0')}`,
    pass: (milliseconds) => {
      at += milliseconds
    },
  }
}
