import { kitErrors } from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import { sha256 } from '../digest.ts'
import type { Store } from './store.ts'

/** One step of the schema, forward only. What has run once may never be edited. */
export interface Migration {
  /** Number and name, `0001-kit`; they run in the order of the list. */
  readonly id: string
  /** One statement each. */
  readonly up: readonly string[]
}

/** Any number that no other program uses for a lock of its own in the same database. */
const LOCK = 7_203_114_061
const TEN_MINUTES = 600_000

/**
 * Bring a store's schema up to the code's. Each migration is one transaction, so a start that was
 * killed is completed by the next; several starting at once wait for one another.
 *
 * @returns the ids that ran now
 * @throws `store.migration_changed`, `store.newer_than_code`
 */
export async function migrate(store: Store, migrations: readonly Migration[]): Promise<string[]> {
  const checksums = new Map<string, string>()
  for (const { id, up } of migrations) checksums.set(id, await sha256(up.join('\n;\n')))

  const ran: string[] = []
  for (;;) {
    const id = await store.transaction((db) => runNext(db, migrations, checksums), {
      deadline: TEN_MINUTES,
    })
    if (id === undefined) return ran
    ran.push(id)
  }
}

async function runNext(
  db: Kysely<Database>,
  migrations: readonly Migration[],
  checksums: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(db)
  await sql`create table if not exists schema_migration (
    id text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`.execute(db)
  const done = await db.selectFrom('schema_migration').select(['id', 'checksum']).execute()
  holdTo(checksums, done)

  const applied = new Set(done.map(({ id }) => id))
  const next = migrations.find(({ id }) => !applied.has(id))
  if (!next) return undefined
  for (const statement of next.up) await sql.raw(statement).execute(db)
  const checksum = checksums.get(next.id)!
  await db.insertInto('schema_migration').values({ id: next.id, checksum }).execute()
  return next.id
}

function holdTo(
  checksums: ReadonlyMap<string, string>,
  done: readonly { readonly id: string; readonly checksum: string }[],
): void {
  const unknown = done.filter(({ id }) => !checksums.has(id)).map(({ id }) => id)
  if (unknown.length > 0) throw kitErrors.newerThanCode(unknown.sort())
  const changed = done.find(({ id, checksum }) => checksums.get(id) !== checksum)
  if (changed) throw kitErrors.migrationChanged(changed.id)
}
