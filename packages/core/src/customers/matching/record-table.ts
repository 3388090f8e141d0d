import { columnKinds } from './column-kind.ts'
import { Growing } from './growing.ts'
import type { Matching } from './matching.ts'

/** A record to be matched: its columns, as a source wrote them. */
export type MatchRecord<C extends string = string> = Readonly<Partial<Record<C, string>>>

/** The distinct values of columns that are compared with one another; 0 stands for none. */
export interface Dictionary {
  readonly values: string[]
  readonly codes: Map<string, number>
}

/** One column of all records, by the codes of its values. */
export interface Column {
  readonly dictionary: Dictionary
  readonly codes: Growing<Uint32Array>
  /** How many records hold each code. */
  readonly counts: Growing<Uint32Array>
  filled: number
}

/**
 * Records by columns of codes: each distinct value is kept once, so that a million records are a few
 * hundred megabytes, and two values are the same where their codes are.
 */
export class RecordTable<C extends string = string> {
  readonly columns: Readonly<Record<C, Column>>
  #size = 0
  readonly #cleaners: readonly (readonly [C, (value: string) => string])[]

  constructor(matching: Matching<C>) {
    const names = Object.keys(matching.columns) as C[]
    const dictionaryOf = sharedDictionaries(matching, names)
    const columnOf = (name: C): Column => ({
      dictionary: dictionaryOf(name),
      codes: new Growing((size) => new Uint32Array(size)),
      counts: new Growing((size) => new Uint32Array(size)),
      filled: 0,
    })
    this.columns = Object.fromEntries(names.map((name) => [name, columnOf(name)])) as never
    this.#cleaners = names.map((name) => [name, columnKinds[matching.columns[name]].clean])
  }

  get size(): number {
    return this.#size
  }

  /** Take a record in. @returns its number, from 0 */
  add(record: MatchRecord<C>): number {
    for (const [name, clean] of this.#cleaners) {
      const given = record[name]
      const value = given === undefined ? '' : clean(given)
      const column = this.columns[name]
      const code = value === '' ? 0 : codeOf(column.dictionary, value)
      column.codes.push(code)
      while (column.counts.length <= code) column.counts.push(0)
      if (code === 0) continue
      column.counts.values[code]!++
      column.filled++
    }
    return this.#size++
  }

  /** The value of a record, cleaned; empty where it has none. */
  valueOf(record: number, name: C): string {
    const { dictionary, codes } = this.columns[name]
    return dictionary.values[codes.values[record]!] ?? ''
  }

  /** How many records of a hundred hold this value, as a share from 0 to 1. */
  shareOf(name: C, code: number): number {
    const { counts, filled } = this.columns[name]
    return filled === 0 ? 0 : (counts.values[code] ?? 0) / filled
  }
}

function codeOf({ codes, values }: Dictionary, value: string): number {
  const known = codes.get(value)
  if (known !== undefined) return known
  codes.set(value, values.length)
  return values.push(value) - 1
}

/** Columns that are compared with one another must mean the same by a code. */
function sharedDictionaries<C extends string>(matching: Matching<C>, names: readonly C[]) {
  const head = new Map<C, C>(names.map((name) => [name, name]))
  const headOf = (name: C): C => {
    const up = head.get(name)!
    return up === name ? name : headOf(up)
  }
  for (const { columns, elsewhere = [] } of matching.comparisons) {
    const [first, ...others] = [...columns, ...elsewhere]
    for (const other of others) head.set(headOf(other), headOf(first!))
  }
  const made = new Map<C, Dictionary>()
  return (name: C): Dictionary => {
    const known = made.get(headOf(name))
    if (known) return known
    const fresh: Dictionary = { values: [''], codes: new Map() }
    made.set(headOf(name), fresh)
    return fresh
  }
}
