import * as z from 'zod/mini'
import { Criteria, Instant, id } from '../kit/index.ts'

export const SegmentId = id('seg', 'SegmentId')
export type SegmentId = z.infer<typeof SegmentId>

/** What a segment is called. */
export const SegmentName = z.string().check(z.trim(), z.minLength(1), z.maxLength(60))

/** A named group of customers, by criteria. Who is in it is asked anew each time. */
export const Segment = z.strictObject({
  id: SegmentId,
  version: z.int(),
  name: SegmentName,
  criteria: Criteria,
  updatedAt: Instant,
})
export interface Segment extends z.infer<typeof Segment> {}
