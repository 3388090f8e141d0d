import type { Reason } from './reason.ts'

/** Name why: a stable code and the facts it rests on. */
export const because = (code: string, facts: Reason['facts'] = {}): Reason => ({ code, facts })
