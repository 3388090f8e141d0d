// Which test holds which row of the threat model and of the reliability plan.

/** A row that tests prove. */
export interface TestedRow {
  readonly row: string
  readonly title: string
  readonly files: readonly string[]
}

/** Rows whose proof is a test file. */
export const testedRows: readonly TestedRow[] = []
