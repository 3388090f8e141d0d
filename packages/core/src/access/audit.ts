import * as z from 'zod/mini'
import { Instant } from '../kit/index.ts'

/** Who did or saw what, and why it was allowed. Names fields; never holds their values. */
export const AuditEvent = z.strictObject({
  id: z.string(),
  at: Instant,
  actorId: z.string(),
  roles: z.array(z.string()),
  /** `room.method` of the contract. */
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  fieldNames: z.array(z.string()),
  /** Whose data the answer held, where it was a list. */
  customerIds: z.array(z.string()),
  decision: z.enum(['allowed', 'denied']),
  /** Why, as the caller said. */
  purpose: z.string(),
  /** The policies that gave the sight, `id@version`. */
  policyId: z.string(),
  /** The network address, where the host could tell it. */
  address: z.string(),
  result: z.string(),
  requestId: z.string(),
})
export interface AuditEvent extends z.infer<typeof AuditEvent> {}
