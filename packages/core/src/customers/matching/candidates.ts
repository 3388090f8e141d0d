import { BlockIndex } from './block-index.ts'
import { Growing } from './growing.ts'
import type { BlockingRule, Matching } from './matching.ts'
import type { RecordTable } from './record-table.ts'

/** Those pairs of records that are worth comparing: they share a rule's keys. Each is told of once. */
export class Candidates {
  readonly indexes: readonly BlockIndex[]
  readonly #table: RecordTable
  readonly #most: number
  readonly #apart: string | undefined
  /** By record, the last question that told of it. */
  readonly #told = new Growing((size) => new Int32Array(size))
  #question = 0
  #kept = 0

  constructor(table: RecordTable, matching: Matching, rules: readonly BlockingRule[]) {
    this.#table = table
    this.#most = matching.mostInBlock
    this.#apart = matching.apartWithin
    this.indexes = rules.map((rule) => new BlockIndex(table, rule))
  }

  /** Keep the records that the table has gained, so that they are found beside others. */
  catchUp(): void {
    for (; this.#kept < this.#table.size; this.#kept++)
      for (const index of this.indexes) index.add(this.#kept)
  }

  /** Each kept record beside this one, once, whichever rule finds it. */
  eachBeside(record: number, tell: (other: number) => void): void {
    const told = this.#told
    while (told.length < this.#table.size) told.push(0)
    const marks = told.values
    const question = ++this.#question
    for (const index of this.indexes)
      index.eachBeside(record, this.#most, (other) => {
        if (marks[other] === question || other === record) return
        marks[other] = question
        if (this.mayCompare(record, other)) tell(other)
      })
  }

  /** Each kept record beside this one by one rule alone. */
  eachByRule(rule: number, record: number, tell: (other: number) => void): void {
    this.indexes[rule]!.eachBeside(record, this.#most, (other) => {
      if (other !== record && this.mayCompare(record, other)) tell(other)
    })
  }

  /** False for two records of one source, where that source has no doubles. */
  mayCompare(a: number, b: number): boolean {
    if (this.#apart === undefined) return true
    const codes = this.#table.columns[this.#apart]!.codes.values
    return codes[a] !== codes[b] || codes[a] === 0
  }
}
