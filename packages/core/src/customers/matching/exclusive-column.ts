import type { ExclusiveValue } from './matching.ts'
import type { Column, RecordTable } from './record-table.ts'

/** A column of which one person has one value, as the judge looks at it. */
export class ExclusiveColumn {
  readonly name: string
  readonly #column: Column
  readonly #trusted: ((value: string) => boolean) | undefined
  /** By code: 0 not asked yet, 1 trusted, 2 not. */
  #known = new Uint8Array(1024)

  constructor(table: RecordTable, { column, trusted }: ExclusiveValue) {
    this.name = column
    this.#column = table.columns[column]!
    this.#trusted = trusted
  }

  /** Do two records hold values that both are to be trusted, and that differ? */
  differs(a: number, b: number): boolean {
    const codes = this.#column.codes.values
    const [one, other] = [codes[a]!, codes[b]!]
    return one !== other && one !== 0 && other !== 0 && this.#counts(one) && this.#counts(other)
  }

  #counts(code: number): boolean {
    if (this.#trusted === undefined) return true
    if (code >= this.#known.length) {
      const wider = new Uint8Array(this.#column.dictionary.values.length * 2)
      wider.set(this.#known)
      this.#known = wider
    }
    this.#known[code] ||= this.#trusted(this.#column.dictionary.values[code]!) ? 1 : 2
    return this.#known[code] === 1
  }
}
