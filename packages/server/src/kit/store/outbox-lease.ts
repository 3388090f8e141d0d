import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../../database.ts'
import type { Store } from './store.ts'

/** Somebody else reads for this consumer now; what is under way here must not be settled. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Which reader of the outbox, and for how long it may be away before another takes over. */
export interface LeaseTerms {
  readonly store: Store
  readonly bankId: string
  readonly consumer: string
  /** Where a consumer begins that was never here before. */
  readonly from: string
  readonly leaseMs: number
}

/**
 * The right to read the outbox for one consumer. Only one process has it at a time; each has a number,
 * the fence, that is larger than all before. Everything that is settled is settled under the fence, in
 * one statement with it: who comes back from a long pause finds another's fence, and changes nothing.
 *
 * Whether a lease is over is told by the database's clock alone, so that clocks of several machines
 * need not agree.
 */
export class OutboxLease {
  readonly fence: number
  readonly #terms: LeaseTerms
  #position: string
  #keptAt: number

  private constructor(terms: LeaseTerms, fence: number, position: string, keptAt: number) {
    this.#terms = terms
    this.fence = fence
    this.#position = position
    this.#keptAt = keptAt
  }

  /** Take the lease, unless another has it. */
  static async take(terms: LeaseTerms): Promise<OutboxLease | undefined> {
    const { store, bankId, consumer, from, leaseMs } = terms
    const began = performance.now()
    await store.db
      .insertInto('outbox_consumer')
      .values({ bank_id: bankId, consumer, position: from })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const taken = await store.db
      .updateTable('outbox_consumer')
      .set({ fence: sql`fence + 1`, lease_until: inMs(leaseMs) })
      .where('bank_id', '=', bankId)
      .where('consumer', '=', consumer)
      .where('lease_until', '<=', sql<string>`now()`)
      .returning(['fence', 'position'])
      .executeTakeFirst()
    return taken && new OutboxLease(terms, taken.fence, taken.position, began)
  }

  /** The last event that is settled, or was passed over. */
  get position(): string {
    return this.#position
  }

  /** Go on after an event without a word to the store; the next settling tells it. */
  pass(position: string): void {
    this.#position = position
  }

  /** Make sure that the lease lasts for so many milliseconds. @throws LeaseLost */
  async lastFor(milliseconds: number): Promise<void> {
    const left = this.#keptAt + this.#terms.leaseMs - performance.now()
    if (left < milliseconds) await this.settle()
  }

  /**
   * Save how far it has come, with any further work, if the fence is still ours; and have the lease
   * for its full length again.
   *
   * @throws LeaseLost, and nothing is saved
   */
  async settle(work?: (tx: Transaction<Database>) => Promise<unknown>): Promise<void> {
    const { store, leaseMs } = this.#terms
    const began = performance.now()
    if (!work) await this.#write(store.db, inMs(leaseMs), this.#position)
    else
      await store.transaction(async (tx) => {
        await this.#write(tx, inMs(leaseMs), this.#position)
        await work(tx)
      })
    this.#keptAt = began
  }

  /** Let another have it at once, with how far it has come. */
  release(): Promise<void> {
    return this.#write(this.#terms.store.db, sql<string>`now()`, this.#position)
  }

  /**
   * Let another have it at once, after a failure. Only what was settled counts: the event under way may
   * have been neither delivered nor queued, and is read again.
   */
  abandon(): Promise<void> {
    return this.#write(this.#terms.store.db, sql<string>`now()`)
  }

  async #write(
    db: Kysely<Database>,
    until: ReturnType<typeof inMs>,
    position?: string,
  ): Promise<void> {
    const written = await db
      .updateTable('outbox_consumer')
      .set({ lease_until: until, ...(position !== undefined && { position }) })
      .where('bank_id', '=', this.#terms.bankId)
      .where('consumer', '=', this.#terms.consumer)
      .where('fence', '=', this.fence)
      .executeTakeFirst()
    if (written.numUpdatedRows !== 1n) throw new LeaseLost()
  }
}

const inMs = (milliseconds: number) =>
  sql<string>`now() + ${milliseconds}::int * interval '1 millisecond'`
