import { statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { sql } from 'kysely'
import { sealedTables } from '../../sealed-tables.ts'
import { type Finding, found, type Looked } from './finding.ts'

const DAY = 86_400_000

/** Values that lie open in columns that have to be sealed. */
async function sealedColumns({ store }: Looked): Promise<Finding> {
  let open = 0
  let sealed = 0
  for (const { table, columns } of sealedTables)
    for (const column of Object.keys(columns)) {
      const { rows } = await store.transaction(
        (tx) =>
          sql<{ open: number; sealed: number }>`select
            count(*) filter (where ${sql.ref(column)} not like 'v1.%')::int as open,
            count(*) filter (where ${sql.ref(column)} like 'v1.%')::int as sealed
          from ${sql.table(table)}`.execute(tx),
        { deadline: 120_000 },
      )
      open += rows[0]?.open ?? 0
      sealed += rows[0]?.sealed ?? 0
    }
  return found(
    open === 0,
    `加密 ${sealed} 项,明文 ${open} 项`,
    `${sealed} values sealed, ${open} open`,
  )
}

async function keysOutside({ store }: Looked): Promise<Finding> {
  const name = store.vault.service?.name
  if (name === undefined) return found(false, '没有密钥服务', 'there is no key service')
  const inside = name === 'file' || name === 'memory'
  return found(!inside, `密钥服务:${name}`, `the key service is ${name}`)
}

const isInside = (file: string, folder: string | undefined): boolean =>
  folder !== undefined && `${resolve(file)}${sep}`.startsWith(`${resolve(folder)}${sep}`)

/** Keys that lie with what they open protect it from nobody. */
async function keysApart({ keyFile, dataFolder, backupFolder }: Looked): Promise<Finding> {
  if (keyFile === undefined) return found(true, '主密钥不在文件中', 'master keys are in no file')
  if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0)
    return found(false, '密钥文件可被他人读取', 'others can read the key file')
  if (isInside(keyFile, dataFolder))
    return found(false, '密钥文件在数据目录内', 'the key file lies in the data folder')
  if (isInside(keyFile, backupFolder) || (backupFolder && isInside(backupFolder, dirname(keyFile))))
    return found(false, '密钥文件与备份放在一起', 'the key file lies with the backups')
  return found(true, '密钥文件与数据、备份分开', 'the key file lies apart from data and backups')
}

const active = (store: Looked['store']) =>
  store.db
    .selectFrom('data_key')
    .select(['key_id', 'suite', 'created_at'])
    .where('status', '=', 'active')
    .execute()

async function youngKeys({ store, now }: Looked): Promise<Finding> {
  const keys = await active(store)
  const old = keys.filter(
    ({ created_at }) => Date.parse(now) - Date.parse(String(created_at)) > 366 * DAY,
  )
  return found(
    keys.length > 0 && old.length === 0,
    `在用数据密钥 ${keys.length} 个,超过一年未更换 ${old.length} 个`,
    `${keys.length} data keys in use, ${old.length} older than a year`,
  )
}

async function gmSuite({ store }: Looked): Promise<Finding> {
  const keys = await active(store)
  const other = keys.filter(({ suite }) => suite !== 'gm')
  return found(
    keys.length > 0 && other.length === 0,
    `国密密钥 ${keys.length - other.length} 个,其他 ${other.length} 个`,
    `${keys.length - other.length} keys of SM4 and SM3, ${other.length} others`,
  )
}

/** Looks at keys and at what they seal. */
export const keyProbes = { sealedColumns, keysOutside, keysApart, youngKeys, gmSuite }
