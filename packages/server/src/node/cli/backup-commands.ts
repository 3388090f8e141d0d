import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { backupEmbedded, restoreEmbedded, verifyEmbedded } from '../backup/embedded.ts'
import { type Manifest, readManifest } from '../backup/manifest.ts'
import { backupPostgres, restorePostgres, verifyPostgres } from '../backup/postgres.ts'
import { openEmbeddedStore } from '../pglite-store.ts'
import { openPostgresStore } from '../postgres-store.ts'
import { checkStore } from '../soundness/check-store.ts'
import type { Command, Telling } from './command.ts'
import { embeddedOf, keysOf, need, storeOf, storeOptions, there, type Values } from './open.ts'

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

/** `crm backup --data DIR | --postgres URL --to DIR --keys FILE` */
export const backup: Command = {
  summary: {
    zh: '备份:加密、签名,并试恢复一次',
    en: 'Back up: sealed, signed, and restored once to try it',
  },
  usage: ['--data DIR --to DIR --keys FILE', '--postgres URL --to DIR --keys FILE'],
  options: { ...storeOptions, to: { type: 'string' } },
  async run(values, { tell }) {
    const folder = need(values, 'to')
    const service = keysOf(values)
    const postgres = values.postgres
    if (typeof postgres === 'string') {
      const store = await storeOf(values)
      const taken = await backupPostgres({ store, connect: postgres, folder, service })
      await store.close()
      tell({ backup: taken.manifestFile, rows: rowsOf(taken.manifest) }, taken.manifestFile)
      return 0
    }
    const store = await embeddedOf(values)
    const taken = await backupEmbedded({ store, folder, service })
    await store.close()
    const rows = rowsOf(taken.manifest)
    tell(
      { backup: taken.manifestFile, rows, heldMs: taken.heldMs },
      `${taken.manifestFile}: ${rows} rows, store held ${taken.heldMs} ms`,
    )
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
  try {
    const damage = await checkStore({
      store,
      ...(typeof postgres === 'string' ? { connect: postgres } : { folder: String(data) }),
    })
    tell(
      { sound: !damage, ...damage },
      damage
        ? `damaged at ${damage.places} places, the first: ${damage.where}. Stop writing to it, keep it, and restore a backup beside it.`
        : 'sound: every page and every row was read',
    )
    return damage ? 1 : 0
  } finally {
    await store.close()
  }
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

/** `crm drill --data DIR --to DIR --keys FILE`: the proof that article 45 asks for, with its record. */
export const drill: Command = {
  summary: {
    zh: '恢复演练:备份、恢复、比对,并生成签名记录',
    en: 'Restore drill: back up, restore beside, compare, write a signed record',
  },
  usage: ['--data DIR --to DIR --keys FILE'],
  options: { ...storeOptions, to: { type: 'string' } },
  async run(values, { tell }) {
    const folder = need(values, 'to')
    const service = keysOf(values)
    const store = await embeddedOf(values)
    const began = performance.now()
    const taken = await backupEmbedded({ store, folder, service })
    await store.close()
    const backedUp = performance.now()
    const place = mkdtempSync(join(tmpdir(), 'crm-drill-'))
    const into = join(place, 'store')
    await restoreEmbedded({ manifestFile: taken.manifestFile, service, into })
    const restored = performance.now()
    rmSync(place, { recursive: true, force: true })
    const record = {
      drill: 'crm.drill.1',
      at: taken.manifest.takenAt,
      rows: rowsOf(taken.manifest),
      backupMs: Math.round(backedUp - began),
      restoreMs: Math.round(restored - backedUp),
      tablesThatDiffer: 0,
      auditHeads: taken.manifest.auditHeads,
    }
    const signature = await service.sign(new TextEncoder().encode(JSON.stringify(record)))
    const file = join(dirname(taken.manifestFile), `drill-${record.at.replaceAll(':', '')}.json`)
    writeFileSync(file, JSON.stringify({ record, signature }, undefined, 2), { mode: 0o600 })
    tell(
      { record: file, ...record },
      `${record.rows} rows back in ${record.restoreMs} ms; record in ${file}`,
    )
    return 0
  },
}
