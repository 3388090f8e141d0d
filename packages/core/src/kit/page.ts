import * as z from 'zod/mini'

/** A slice of a longer list; `next` is absent on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Pass it back as `cursor` to read on. Opaque. */
  readonly next?: string | undefined
}

/** The page of an item, as a schema. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.strictObject({ items: z.readonly(z.array(item)), next: z.optional(z.string()) })

/** The most rows that one page may hold. */
export const PAGE_LIMIT = 100

/** What every list may be asked: where to read on, and how many rows. */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(500))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(PAGE_LIMIT)), 50),
}
