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
  }
  rejection: {
    bank_id: string
    delivery_id: string
    line: number
    column_name: string | null
    code: string
    found: string | null
  }
}
