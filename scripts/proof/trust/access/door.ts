// What a door is, and how doors are written down.
import type { Store } from '@crm/server'
import { sql } from 'kysely'
import type { Asked } from './houses.ts'
import type { Kind } from './oracle.ts'

/** One endpoint about one thing. */
export interface Door {
  readonly method: string
  readonly path: string
  readonly more?: Asked
  /** For lists: what the answer holds where the thing is told. */
  readonly tells?: string
  /** What its id is, to compare refusals word for word. */
  readonly id?: string
  readonly undo?: (store: Store) => Promise<unknown>
}

/** A door of one kind of customer; `at` counts the calls. */
export type Make = (kind: Kind, at: number) => Door

/** To read about one. */
export const get = (path: string, id: string, tells = id): Door => ({
  method: 'GET',
  path,
  id,
  tells,
})
/** To do something with one. */
export const post = (
  path: string,
  id: string,
  body: unknown = {},
  more: Partial<Door> = {},
): Door => ({
  method: 'POST',
  path,
  id,
  tells: id,
  ...more,
  more: { body, ...more.more },
})
export const cus = (kind: Kind) => `cus_${kind}`
export const why = { reason: '核对资料' }
export const version = { headers: { 'if-match': '"v1"' } }
export const run = (statement: string) => (store: Store) => sql.raw(statement).execute(store.db)
