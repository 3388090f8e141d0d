import type { CustomerId } from '@crm/core'
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { ReadSession } from '../kit/session.ts'

/** A customer, and everybody who was merged into them: whose rows are theirs. */
export interface Family {
  readonly id: CustomerId
  /** The customer's own id first. */
  readonly ids: readonly string[]
}

const asked = new WeakMap<ReadSession, Map<string, Promise<Family>>>()

/**
 * Whose rows belong to a customer; asked by the id of somebody merged, it is the survivor's family. A
 * session asks the store once for each customer.
 */
export function familyOf(session: ReadSession, id: CustomerId): Promise<Family> {
  const families = asked.get(session) ?? new Map<string, Promise<Family>>()
  asked.set(session, families)
  const known = families.get(id)
  if (known) return known
  const found = askFamily(session, id)
  families.set(id, found)
  return found
}

/** A merge or its end makes what the session asked before untrue. */
export const forgetFamilies = (session: ReadSession): boolean => asked.delete(session)

async function askFamily({ db, bankId }: ReadSession, id: CustomerId): Promise<Family> {
  const { rows } = await sql<{ id: CustomerId; merged: readonly string[] }>`
    select coalesce(c.merged_into, c.customer_id) as id, array(
      select m.customer_id from customer as m where m.bank_id = c.bank_id
        and m.merged_into = coalesce(c.merged_into, c.customer_id) order by m.customer_id) as merged
    from customer as c where c.bank_id = ${bankId} and c.customer_id = ${id}`.execute(db)
  const found = rows[0]
  return found ? { id: found.id, ids: [found.id, ...found.merged] } : { id, ids: [id] }
}

/** Does a column name somebody of a family? One alone is asked as such, so that indexes give the order too. */
export const isAmong = (column: string, { ids }: Pick<Family, 'ids'>): RawBuilder<SqlBool> =>
  ids.length === 1
    ? sql<SqlBool>`${sql.ref(column)} = ${ids[0]}`
    : sql<SqlBool>`${sql.ref(column)} = any(${[...ids]}::text[])`

/** By whom somebody of a family is named to a reader. */
export const namedIn = <Id extends string>({ id, ids }: Family, one: Id): Id =>
  ids.includes(one) ? (id as string as Id) : one

/** Who stands for whom among many. */
export class Families {
  readonly #rootOf: ReadonlyMap<string, string>
  readonly #members = new Map<string, string[]>()

  constructor(rootOf: ReadonlyMap<string, string>) {
    this.#rootOf = rootOf
    for (const [id, root] of rootOf)
      this.#members.set(root, [...(this.#members.get(root) ?? []), id])
  }

  /** Who stands for a customer: mostly they themselves. */
  rootOf(id: string): string {
    return this.#rootOf.get(id) ?? id
  }

  /** A customer, and who was merged into them. */
  withMerged(id: string): readonly string[] {
    return [id, ...(this.#members.get(id) ?? [])]
  }

  /** These customers, those who stand for them, and everybody merged into any of them. */
  everybody(ids: readonly string[]): readonly string[] {
    const roots = ids.map((id) => this.rootOf(id))
    return [...new Set([...ids, ...roots.flatMap((root) => this.withMerged(root))])]
  }

  get isEmpty(): boolean {
    return this.#rootOf.size === 0
  }
}

/** The families of these customers, as far as anybody was merged. */
export async function familiesAmong(
  db: Kysely<Database>,
  bankId: string,
  ids: readonly string[],
): Promise<Families> {
  const { rows } = await sql<{ id: string; root: string }>`
    select m.customer_id as id, m.merged_into as root from customer as m
    where m.bank_id = ${bankId} and m.merged_into is not null and m.merged_into in (
      select coalesce(c.merged_into, c.customer_id) from customer as c
      where c.bank_id = ${bankId} and c.customer_id = any(${[...ids]}::text[]))
    order by m.customer_id`.execute(db)
  return new Families(new Map(rows.map(({ id, root }) => [id, root])))
}
