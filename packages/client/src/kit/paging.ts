import { kitErrors, PAGE_LIMIT, type Page } from '@crm/core'
import type { CallOptions } from './call.ts'

/** What every list may be asked. */
export interface Slice {
  /** Where to read on: `next` of the page before. */
  readonly cursor?: string | undefined
  /** How many rows at most, 1 to 100. */
  readonly limit?: number | undefined
}

/** Reads one page of a list. */
export type ReadPage<Query extends Slice, Item> = (
  query: Query,
  options?: CallOptions,
) => Promise<Page<Item>>

/**
 * A whole list, read page by page as you go: `for await (const movement of listing)`. Nothing is
 * read ahead, and nothing more once you `break`. Each loop begins anew.
 */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #read: () => AsyncGenerator<Page<Item>, void, undefined>

  constructor(read: () => AsyncGenerator<Page<Item>, void, undefined>) {
    this.#read = read
  }

  /** The same list, one page at a time. */
  pages(): AsyncGenerator<Page<Item>, void, undefined> {
    return this.#read()
  }

  /** The items, one after another. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.#read()) yield* items
  }
}

/** All pages of a list, from the query's cursor on. */
export const iterate = <Query extends Slice, Item>(
  read: ReadPage<Query, Item>,
  query: Query,
  options?: CallOptions,
): Listing<Item> =>
  new Listing(async function* pages() {
    let { cursor } = query
    for (;;) {
      const asked = { limit: PAGE_LIMIT, ...query, ...(cursor !== undefined && { cursor }) }
      const page = await read(asked, options)
      yield page
      if (page.next === undefined) return
      // A page that names itself as the next would never end.
      if (page.next === cursor) throw kitErrors.unexpectedAnswer('a list', ['next'])
      cursor = page.next
    }
  })
