// Which test holds which row of the threat model and of the reliability plan.

/** A row that tests prove. */
export interface TestedRow {
  readonly row: string
  readonly title: string
  readonly files: readonly string[]
}

const t = 'tests/trust/'

/** Rows whose proof is a test file. */
export const testedRows: readonly TestedRow[] = [
  {
    row: 'T05',
    title: 'a stolen token is worth nothing without its key',
    files: [`${t}proof-key.test.ts`],
  },
  { row: 'T33', title: 'numbers cannot be tried out', files: [`${t}unmask.test.ts`] },
]
