import { Candidates } from './candidates.ts'
import { chooseBlocking } from './choose-blocking.ts'
import { bitsOf, Judge, type Judgement } from './judge.ts'
import type { BlockingRule, Matching } from './matching.ts'
import { type MatchRecord, RecordTable } from './record-table.ts'
import { type Resolution, resolve } from './resolve.ts'
import { type MatchingModel, train } from './train.ts'

/** A record that may be of the same person or firm, and why. */
export interface FoundMatch {
  /** Its number in the book. */
  readonly record: number
  readonly judgement: Judgement
}

/**
 * A bank's records, ready to be matched: all against all, or a new one against the whole book in
 * milliseconds.
 *
 * @example
 * const book = new RecordBook(defineMatching({ columns: { name: 'chineseName', born: 'day' } }))
 * for (const record of records) book.add(record)
 * const model = book.train()
 * const { clusters, review } = book.resolve(model)
 */
export class RecordBook<C extends string = string> {
  readonly matching: Matching<C>
  readonly #table: RecordTable<C>
  #candidates: Candidates | undefined
  #judge: { readonly model: MatchingModel; readonly judge: Judge } | undefined

  constructor(matching: Matching<C>) {
    this.matching = matching
    this.#table = new RecordTable(matching)
  }

  get size(): number {
    return this.#table.size
  }

  /** The rules by which records are found beside one another: those named, or those chosen from the data. */
  get blocking(): readonly BlockingRule[] {
    return this.#ready().indexes.map(({ rule }) => rule)
  }

  /** Take a record in. @returns its number, from 0 */
  add(record: MatchRecord<C>): number {
    return this.#table.add(record)
  }

  /**
   * Learn the parameters from the records, without labels. The model is data: keep it, and judge with
   * it until there is reason to learn anew.
   */
  train(): MatchingModel {
    return train(this.#table, this.matching, this.#ready())
  }

  /** Which records are one, and which pairs somebody has to look at. */
  resolve(model: MatchingModel): Resolution {
    return resolve(this.#judgeOf(model), this.#ready())
  }

  /** Which records of the book may be the same as this one of it, the likeliest first. */
  matchesOf(record: number, model: MatchingModel, most = 20): readonly FoundMatch[] {
    const judge = this.#judgeOf(model)
    const least = bitsOf(this.matching.reviewAt)
    const found: { record: number; bits: number }[] = []
    this.#ready().eachBeside(record, (other) => {
      const bits = judge.bits(record, other)
      if (bits >= least) found.push({ record: other, bits })
    })
    found.sort((a, b) => b.bits - a.bits || a.record - b.record)
    return found
      .slice(0, most)
      .map(({ record: other }) => ({ record: other, judgement: judge.explain(record, other) }))
  }

  /** What speaks for two records being one, and what against. */
  explain(a: number, b: number, model: MatchingModel): Judgement {
    return this.#judgeOf(model).explain(a, b)
  }

  #ready(): Candidates {
    const rules = () => this.matching.blocking ?? chooseBlocking(this.#table, this.matching)
    this.#candidates ??= new Candidates(this.#table, this.matching, rules())
    this.#candidates.catchUp()
    return this.#candidates
  }

  #judgeOf(model: MatchingModel): Judge {
    if (this.#judge?.model !== model)
      this.#judge = { model, judge: new Judge(this.#table, this.matching, model) }
    return this.#judge.judge
  }
}
