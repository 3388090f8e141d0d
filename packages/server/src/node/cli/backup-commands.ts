import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { drillEmbedded, drillPostgres, keepDrillRecord } from '../backup/drill.ts'
import {
  type BackupOptions,
  backupEmbedded,
  restoreEmbedded,
  verifyEmbedded,
} from '../backup/embedded.ts'
import { type Manifest, readManifest } from '../backup/manifest.ts'
import {
  backupPostgres,
  type PostgresBackupOptions,
  restorePostgres,
  verifyPostgres,
} from '../backup/postgres.ts'
import { openEmbeddedStore } from '../pglite-store.ts'
import { openPostgresStore } from '../postgres-store.ts'
import { checkStore } from '../soundness/check-store.ts'
import type { Command, Telling } from './command.ts'
import {
  embeddedOf,
  keysOf,
  need,
  storeOf,
  storeOptions,
  there,
  type Values,
  whileOpen,
} from './open.ts'

const rowsOf = ({ rowCounts }: Manifest): number =>
  Object.values(rowCounts).reduce((sum, count) => sum + count, 0)

/** A manifest, or the newest in a folder of backups. @throws `cli.nothing_there` */
function backupOf(values: Values): string {
  const path = there(need(values, 'backup'))
  if (!statSync(path).isDirectory()) return path
  const newest = readdirSync(path)
    .filter((file) => /^crm-\d{8}T\d{6}Z\.json$/.test(file))
    .sort()
    .at(-1)
  return there(join(path, newest ?? 'crm-….json'))
}

/** Back up what the options name into the folder they name, each engine in its own way. */
async function toFolder<T>(
  values: Values,
  ways: {
    readonly server: (options: PostgresBackupOptions) => Promise<T>
    readonly embedded: (options: BackupOptions) => Promise<T>
  },
): Promise<T> {
  const folder = need(values, 'to')
  const service = keysOf(values)
  const connect = values.postgres
  return typeof connect === 'string'
    ? whileOpen(await storeOf(values), (store) => ways.server({ store, connect, folder, service }))
    : whileOpen(await embeddedOf(values), (store) => ways.embedded({ store, folder, service }))
}

/** `crm backup --data DIR | --postgres URL --to DIR --keys FILE` */
export const backup: Command = {
  summary: {
    zh: '备份:加密、签名,并试恢复一次',
    en: 'Back up: sealed, signed, and restored once to try it',
  },
  usage: ['--data DIR --to DIR --keys FILE', '--postgres URL --to DIR --keys FILE'],
  options: { ...storeOptions, to: { type: 'string' } },
  async run(values, { tell }) {
    const ways = { server: backupPostgres, embedded: backupEmbedded }
    const { manifestFile, manifest, heldMs } = await toFolder(values, ways)
    const rows = rowsOf(manifest)
    tell({ backup: manifestFile, rows, heldMs }, `${manifestFile}: ${rows} rows`)
    return 0
  },
}

/** `crm verify --backup FILE --keys FILE`, or what lies on the disk: `crm verify --data DIR | --postgres URL` */
export const verify: Command = {
  summary: {
    zh: '校验备份(签名、摘要、密钥、试加载、行数),或用 --data、--postgres 逐页检查数据文件',
    en: 'Verify a backup (signature, hash, key, trial load, counts), or every page of a store',
  },
  usage: ['--backup FILE|DIR --keys FILE', '--data DIR', '--postgres URL'],
  options: { backup: { type: 'string' }, ...storeOptions },
  async run(values, { tell }) {
    if (typeof values.data === 'string' || typeof values.postgres === 'string')
      return verifyStore(values, tell)
    const manifestFile = backupOf(values)
    const service = keysOf(values)
    const { engine } = await readManifest(manifestFile, service)
    const { takenAt } =
      engine === 'postgres'
        ? await verifyPostgres({ manifestFile, service })
        : await verifyEmbedded(manifestFile, service)
    tell({ sound: true, takenAt }, `sound, taken at ${takenAt}`)
    return 0
  },
}

/** Look a store through: no keys are needed, as nothing is opened that lies sealed. */
async function verifyStore(values: Values, tell: Telling['tell']): Promise<number> {
  const { data, postgres } = values
  const store =
    typeof postgres === 'string'
      ? openPostgresStore({ connect: postgres, deadline: 60_000 })
      : await openEmbeddedStore({ folder: there(need(values, 'data')), deadline: 60_000 })
  const where = typeof postgres === 'string' ? { connect: postgres } : { folder: String(data) }
  const damage = await whileOpen(store, () => checkStore({ store, ...where }))
  tell(
    { sound: !damage, ...damage },
    damage
      ? `damaged at ${damage.places} places, the first: ${damage.where}. Stop writing to it, keep it, and restore a backup beside it.`
      : 'sound: every page and every row was read',
  )
  return damage ? 1 : 0
}

/** `crm restore --backup FILE --to DIR --keys FILE [--wal DIR] [--accept-rollback]` */
export const restore: Command = {
  summary: {
    zh: '恢复到一个新目录,不覆盖任何内容',
    en: 'Restore into a new folder; nothing is overwritten',
  },
  usage: ['--backup FILE|DIR --to DIR --keys FILE [--wal DIR] [--accept-rollback]'],
  options: {
    backup: { type: 'string' },
    to: { type: 'string' },
    keys: { type: 'string' },
    wal: { type: 'string' },
    'accept-rollback': { type: 'boolean' },
  },
  async run(values, { tell }) {
    const manifestFile = backupOf(values)
    const service = keysOf(values)
    const into = need(values, 'to')
    const { engine } = await readManifest(manifestFile, service)
    const acceptRollback = values['accept-rollback'] === true
    const wal = typeof values.wal === 'string' ? { wal: values.wal } : {}
    const manifest =
      engine === 'postgres'
        ? await restorePostgres({ manifestFile, service, into, acceptRollback, ...wal })
        : await restoreEmbedded({ manifestFile, service, into, acceptRollback })
    tell({ restored: into, takenAt: manifest.takenAt }, `restored ${manifest.takenAt} into ${into}`)
    return 0
  },
}

/** `crm drill --data DIR | --postgres URL --to DIR --keys FILE`: the proof that article 45 asks for. */
export const drill: Command = {
  summary: {
    zh: '恢复演练:备份、恢复、比对,并生成签名记录',
    en: 'Restore drill: back up, restore beside, compare, write a signed record',
  },
  usage: ['--data DIR --to DIR --keys FILE', '--postgres URL --to DIR --keys FILE'],
  options: { ...storeOptions, to: { type: 'string' } },
  async run(values, { tell }) {
    const record = await toFolder(values, { server: drillPostgres, embedded: drillEmbedded })
    const file = await keepDrillRecord(need(values, 'to'), record, keysOf(values))
    const differ = record.tablesThatDiffer
    tell(
      { record: file, ...record },
      `${record.rows} rows back in ${record.restoreMs} ms, ${differ} tables differ; record in ${file}`,
    )
    return differ === 0 ? 0 : 1
  },
}
