import type { Generated } from 'kysely'

/** The tables of the `segments` room. */
export interface SegmentTables {
  segment: {
    bank_id: string
    segment_id: string
    version: Generated<number>
    name: string
    criteria: unknown
    created_by: string
    updated_at: Generated<string>
  }
}
