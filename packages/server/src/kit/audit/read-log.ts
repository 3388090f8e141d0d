import type { BankKeys } from '../keys/bank-keys.ts'
import type { Store } from '../store/store.ts'
import { insertAuditRows, type MarkedRow, markOf } from './record.ts'
import type { AuditRow } from './text.ts'

interface Waiting {
  readonly row: MarkedRow
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const MOST_AT_ONCE = 100

/**
 * Puts reads on record. While one insert is under way, the rows of other calls gather and go out
 * together with the next: nobody waits for company, and under load many share one round trip. An answer
 * leaves only once its own row is in the store.
 */
export class ReadLog {
  readonly #store: Store
  readonly #waiting: Waiting[] = []
  #writing = false

  constructor(store: Store) {
    this.#store = store
  }

  /** Resolves when the row is in the store; fails when it could not be put there. */
  write(keys: BankKeys, row: AuditRow): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ row: { ...row, mark: markOf(keys, row) }, done, failed })
      if (!this.#writing) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    this.#writing = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE)
      try {
        await insertAuditRows(
          this.#store.db,
          batch.map(({ row }) => row),
        )
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#writing = false
  }
}
