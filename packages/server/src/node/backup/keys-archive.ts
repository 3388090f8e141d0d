import { randomBytes } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import type { KeyService } from '../../kit/keys/key-service.ts'
import type { Store } from '../../kit/store/store.ts'
import { backupContext, hashFile, readArchive, writeArchive } from './archive.ts'
import { backupErrors } from './errors.ts'
import { readManifest, writeManifest } from './manifest.ts'

const MANIFEST = 'keys.json'

interface Kept {
  readonly data_key: readonly object[]
  readonly customer_key: readonly object[]
}

/**
 * Keep the wrapped keys apart from the data, and only the newest: once a customer's key has been
 * destroyed and the master key behind it replaced, no older backup opens anything of theirs.
 */
export async function keepKeys(
  store: Store,
  folder: string,
  service: KeyService,
  takenAt: string,
): Promise<void> {
  const kept: Kept = {
    data_key: await store.db.selectFrom('data_key').selectAll().execute(),
    customer_key: await store.db.selectFrom('customer_key').selectAll().execute(),
  }
  const key = randomBytes(32)
  const file = 'keys.crmbak'
  const written = await writeArchive(
    join(folder, `${file}.new`),
    Buffer.from(JSON.stringify(kept)),
    key,
  )
  renameSync(join(folder, `${file}.new`), join(folder, file))
  await writeManifest(
    join(folder, MANIFEST),
    {
      form: 'crm.backup.1',
      engine: store.engine,
      engineVersion: '',
      takenAt,
      schema: [],
      rowCounts: { data_key: kept.data_key.length, customer_key: kept.customer_key.length },
      auditHeads: {},
      archive: { file, ...written },
      wrapped: await service.wrap('backup', key, backupContext(file)),
    },
    service,
  )
}

/** Put the newest keys in place of those that a restored backup brought, where they are newer. */
export async function putKeys(
  store: Store,
  folder: string,
  service: KeyService,
  takenAt: string,
): Promise<boolean> {
  if (!existsSync(join(folder, MANIFEST))) return false
  const manifest = await readManifest(join(folder, MANIFEST), service)
  if (manifest.takenAt <= takenAt) return false
  const path = join(folder, basename(manifest.archive.file))
  if ((await hashFile(path)).sha256 !== manifest.archive.sha256)
    throw backupErrors.damaged('the keys are not those that were signed')
  const key = await service.unwrap(manifest.wrapped, backupContext(manifest.archive.file))
  const chunks: Buffer[] = []
  for await (const chunk of readArchive(path, key)) chunks.push(chunk)
  const kept = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Kept
  await store.transaction(
    async (tx) => {
      for (const table of ['data_key', 'customer_key'] as const) {
        await sql`delete from ${sql.table(table)}`.execute(tx)
        await sql`insert into ${sql.table(table)}
          select * from jsonb_populate_recordset(null::${sql.table(table)},
            ${JSON.stringify(kept[table])}::jsonb)`.execute(tx)
      }
    },
    { deadline: 120_000 },
  )
  return true
}
