import type { LocalDate } from '@crm/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Store } from '../kit/store/store.ts'

/** Which files speak of the same keys. */
export interface Scope {
  readonly bankId: string
  readonly source: string
  /** The name's pattern in the mapping. */
  readonly layout: string
}

/** Where a file stands among the others: the later day wins, and on one day the later correction. */
export interface Place {
  readonly day: LocalDate
  readonly revision: number
}

/** Rows that no newer file has told of already. */
export async function withoutOvertaken<T extends { readonly id: string }>(
  db: Transaction<Database>,
  scope: Scope,
  { day, revision }: Place,
  rows: readonly T[],
): Promise<readonly T[]> {
  if (rows.length === 0) return rows
  const { rows: newer } = await sql<{ row_id: string }>`
    select row_id from source_row
    where bank_id = ${scope.bankId} and source = ${scope.source} and layout = ${scope.layout}
      and row_id = any(${rows.map(({ id }) => id)}::text[])
      and (told_on, told_revision) > (${day}::date, ${revision}::int)`.execute(db)
  const overtaken = new Set(newer.map(({ row_id }) => row_id))
  return overtaken.size === 0 ? rows : rows.filter(({ id }) => !overtaken.has(id))
}

/** Remember which file told of these rows last. */
export async function tellRows(
  db: Transaction<Database>,
  scope: Scope,
  { day, revision }: Place,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into source_row as held (bank_id, source, layout, row_id, told_on, told_revision)
    select ${scope.bankId}, ${scope.source}, ${scope.layout}, id, ${day}::date, ${revision}::int
    from unnest(${ids}::text[]) as told (id)
    on conflict (bank_id, source, layout, row_id) do update
    set told_on = excluded.told_on, told_revision = excluded.told_revision
    where (held.told_on, held.told_revision) < (excluded.told_on, excluded.told_revision)`.execute(
    db,
  )
}

/** How many keys are known that are not gone. */
export async function countKnown({ db }: Store, scope: Scope): Promise<number> {
  const { count } = await db
    .selectFrom('source_row')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bank_id', '=', scope.bankId)
    .where('source', '=', scope.source)
    .where('layout', '=', scope.layout)
    .where('gone_on', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * Mark what is gone. A file that holds all and is later than what told of a key last does not name that
 * key, or it would have told of it: so the files on record say who is gone, in whatever order they came.
 *
 * @returns how many were marked, or are back
 */
export async function markGone(
  db: Kysely<Database>,
  { bankId, source, layout }: Scope,
): Promise<number> {
  const whole = await db
    .selectFrom('delivery')
    .select('delivery_id')
    .where('bank_id', '=', bankId)
    .where('source', '=', source)
    .where('layout', '=', layout)
    .where('holds', '<>', 'changes')
    .limit(1)
    .executeTakeFirst()
  // Where no file ever held all, nothing was ever gone.
  if (!whole) return 0
  const result = await sql`
    with complete as (
      select day, revision, holds from delivery
      where bank_id = ${bankId} and source = ${source} and layout = ${layout}
        and status = 'done' and day is not null and holds <> 'changes' and corrects is null
      group by day, revision, holds having count(distinct part) >= max(parts)
    ), found as (
      select r.row_id, (
        select min(c.day) from complete as c
        where (c.day, c.revision) > (r.told_on, r.told_revision)
          and (c.holds = 'all' or c.day = r.told_on)
      ) as gone_on
      from source_row as r
      where r.bank_id = ${bankId} and r.source = ${source} and r.layout = ${layout}
    )
    update source_row as r set gone_on = f.gone_on from found as f
    where r.bank_id = ${bankId} and r.source = ${source} and r.layout = ${layout}
      and r.row_id = f.row_id and r.gone_on is distinct from f.gone_on`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** Which number a correction has where its name tells none: those that came before it are counted. */
export async function nextRevision(
  { db }: Store,
  { bankId, source, layout }: Scope,
  day: LocalDate,
  part: number,
): Promise<number> {
  const { last } = await db
    .selectFrom('delivery')
    .select((eb) => eb.fn.max('revision').as('last'))
    .where('bank_id', '=', bankId)
    .where('source', '=', source)
    .where('layout', '=', layout)
    .where('day', '=', day)
    .where('part', '=', part)
    .where('corrects', 'is', null)
    .where('status', '=', 'done')
    .executeTakeFirstOrThrow()
  return last === null ? 0 : Number(last) + 1
}
