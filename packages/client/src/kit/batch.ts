import { kitErrors, PAGE_LIMIT } from '@crm/core'
import { link, orAborted } from './abort.ts'

/** How to read one, and how to read many at once. */
export interface BatchReads<Id extends string, Item> {
  readonly one: (id: Id, signal: AbortSignal) => Promise<Item>
  /** At most 100 ids; those that are not there are left out of the answer. */
  readonly many: (ids: readonly Id[], signal: AbortSignal) => Promise<readonly Item[]>
  readonly idOf: (item: Item) => Id
  /** Ends with the sign-in. */
  readonly life: () => AbortSignal
}

interface Asker<Item> {
  readonly signal: AbortSignal | undefined
  readonly resolve: (item: Item) => void
  readonly reject: (reason: unknown) => void
}

interface Gathering<Id, Item> {
  readonly askers: Map<Id, Asker<Item>[]>
  readonly life: AbortSignal
}

/** Calls off once everybody who asked has; gives back how to stop watching them. */
function whenAllLeft(
  askers: readonly Asker<never>[],
  callOff: (reason: unknown) => void,
): () => void {
  let left = 0
  const releases = askers.map(({ signal }) => {
    const leave = () => {
      if (++left === askers.length) callOff(kitErrors.aborted(signal?.reason))
    }
    if (signal?.aborted) leave()
    signal?.addEventListener('abort', leave, { once: true })
    return () => signal?.removeEventListener('abort', leave)
  })
  return () => {
    for (const letGo of releases) letGo()
  }
}

/**
 * Gathers the single reads of one tick into one request, each id once: a list of fifty cards that
 * each ask for their customer costs one call. One id alone is read alone.
 */
export class Batch<Id extends string, Item> {
  readonly #reads: BatchReads<Id, Item>
  #gathering: Gathering<Id, Item> | undefined

  constructor(reads: BatchReads<Id, Item>) {
    this.#reads = reads
  }

  /** One record, read together with whatever else is asked for in this tick. */
  get(id: Id, signal?: AbortSignal): Promise<Item> {
    const answer = new Promise<Item>((resolve, reject) => {
      const { askers } = this.#gather()
      askers.set(id, [...(askers.get(id) ?? []), { signal, resolve, reject }])
    })
    if (!signal) return answer
    return orAborted(answer, signal).catch((error: unknown) => {
      throw signal.aborted ? kitErrors.aborted(signal.reason) : error
    })
  }

  #gather(): Gathering<Id, Item> {
    if (this.#gathering) return this.#gathering
    const gathering = { askers: new Map<Id, Asker<Item>[]>(), life: this.#reads.life() }
    this.#gathering = gathering
    queueMicrotask(() => {
      this.#gathering = undefined
      const ids = [...gathering.askers.keys()]
      for (let at = 0; at < ids.length; at += PAGE_LIMIT)
        void this.#read(ids.slice(at, at + PAGE_LIMIT), gathering)
    })
    return gathering
  }

  async #read(ids: readonly Id[], { askers, life }: Gathering<Id, Item>): Promise<void> {
    const { one, many, idOf } = this.#reads
    const of = (id: Id) => askers.get(id) ?? []
    const { signal, abort, release } = link([life], (reason) => reason)
    const unwatch = whenAllLeft(ids.flatMap(of) as readonly Asker<never>[], abort)
    try {
      const items = ids.length === 1 ? [] : await many(ids, signal)
      const found = new Map(items.map((item) => [idOf(item), item]))
      // What stands under another id now is found under the old one only when it is asked for alone.
      const tell = async (id: Id) => {
        const item = found.get(id) ?? (await one(id, signal))
        for (const { resolve } of of(id)) resolve(item)
      }
      const refuse = (id: Id) => (error: unknown) => {
        for (const { reject } of of(id)) reject(error)
      }
      await Promise.all(ids.map((id) => tell(id).catch(refuse(id))))
    } catch (error) {
      for (const { reject } of ids.flatMap(of)) reject(error)
    } finally {
      unwatch()
      release()
    }
  }
}
