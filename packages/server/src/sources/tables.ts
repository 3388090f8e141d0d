import type { Generated } from 'kysely'

/** The tables of the `sources` room. */
export interface SourceTables {
  delivery: {
    bank_id: string
    delivery_id: string
    source: string
    records: string
    file: string
    sha256: string
    encoding: string
    lines: Generated<number>
    accepted: Generated<number>
    unchanged: Generated<number>
    rejected: Generated<number>
    status: string
    started_at: string
    finished_at: string | null
    /** The name's pattern in the mapping. */
    layout: Generated<string>
    day: string | null
    revision: Generated<number>
    part: Generated<number>
    parts: Generated<number>
    holds: Generated<string>
    attempt: Generated<number>
    corrects: string | null
    reason: string | null
    facts: unknown
  }
  rejection: {
    bank_id: string
    delivery_id: string
    line: number
    column_name: string | null
    code: string
    found: string | null
  }
  source_row: {
    bank_id: string
    source: string
    layout: string
    row_id: string
    told_on: string
    told_revision: number
    gone_on: string | null
  }
}
