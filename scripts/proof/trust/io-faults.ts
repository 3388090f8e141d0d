// R41: one in a hundred opens, reads and writes of the disk fails, under an import and backups.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isCrmError } from '@crm/core'
import { migrate, migrations } from '@crm/server'
import {
  type EmbeddedStore,
  memoryKeyService,
  openEmbeddedStore,
  verifyEmbedded,
} from '@crm/server/node'
import { sql } from 'kysely'
import { checkPages } from '../../../packages/server/src/node/soundness/check-pages.ts'
import { writeShiqiaoFiles } from '../../sources/shiqiao-files.ts'
import { startVictim } from '../victim.ts'

const preload = '/usr/lib/fiu'
const program = fileURLToPath(new URL('io-faults-child.ts', import.meta.url))

interface Told {
  readonly open?: number
  readonly done?: boolean
  readonly deed?: 'note' | 'import' | 'backup'
  readonly ok?: number | string | boolean
  readonly code?: string
  readonly named?: boolean
  readonly message?: string
}

/** What a failing disk did. */
export interface IoFaults {
  readonly deeds: number
  readonly refused: number
  /** Failures that came without a name of ours or of the system's. */
  readonly unnamed: readonly string[]
  /** True where the process ended without a word. */
  readonly crashed: boolean
  /** Rows, imports and backups that were acknowledged and are not there. */
  readonly falseSuccesses: number
  readonly acknowledged: number
  readonly damagedPages: number
}

/** libfiu, as Debian has it; installed where we may. */
export function hasLibfiu(): boolean {
  const found = () => existsSync(join(preload, 'fiu_posix_preload.so'))
  if (found() || process.getuid?.() !== 0) return found()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const words = ['install', '-y', '--no-install-recommends', 'fiu-utils', 'libfiu0']
  for (const one of [['update'], words])
    spawnSync('apt-get', one, { env, stdio: 'ignore', timeout: 120_000 })
  return found()
}

/** Open with a sound disk: a machine that is busy with other things gets a second and a third try. */
async function openCalmly(folder: string, tries = 3): Promise<EmbeddedStore> {
  try {
    return await openEmbeddedStore({ folder, deadline: 60_000 })
  } catch (error) {
    if (tries > 1 && isCrmError(error) && error.code === 'store.deadline')
      return openCalmly(folder, tries - 1)
    throw error
  }
}

/** Work for so many rounds on a disk that fails, then look with a sound one at what is there. */
export async function failDisk({
  rounds,
  seed,
}: {
  rounds: number
  seed: number
}): Promise<IoFaults> {
  const root = mkdtempSync(join(tmpdir(), 'crm-io-'))
  const [folder, files, backups] = ['store', 'files', 'backups'].map((name) => join(root, name))
  await writeShiqiaoFiles(files!, undefined, { movements: 6_000, accounts: 500, customers: 250 })
  const store = await openEmbeddedStore({ folder: folder!, deadline: 60_000 })
  await migrate(store, migrations)
  await sql`create table note (n int primary key, text text not null)`.execute(store.db)
  await store.close()

  const child = startVictim<Told>(
    program,
    [folder!, files!, backups!, String(seed), String(rounds)],
    {
      LD_PRELOAD: ['fiu_run_preload.so', 'fiu_posix_preload.so']
        .map((name) => join(preload, name))
        .join(' '),
      FIU_CTRL_FIFO: join(root, 'fiu'),
    },
  )
  const told: Told[] = []
  child.process.on('message', (message: Told) => told.push(message))
  await child.told('open')
  // The store's own files are read and written at places; a pipe or an event of Node's never is.
  for (const point of ['rw/pread', 'rw/pwrite', 'oc/open']) {
    const command = `enable_random name=posix/io/${point},probability=0.01,failinfo=5`
    const words = ['-f', join(root, 'fiu'), '-c', command, String(child.process.pid)]
    execFileSync('fiu-ctrl', words, { stdio: 'ignore' })
  }
  child.process.send('begin')
  await child.ended
  const deeds = told.filter(({ deed }) => deed !== undefined)
  const done = deeds.filter(({ ok }) => ok !== undefined)
  const failed = deeds.filter(({ ok }) => ok === undefined)
  const notes = done.filter(({ deed }) => deed === 'note').map(({ ok }) => Number(ok))
  const taken = done.filter(({ deed }) => deed === 'backup').map(({ ok }) => String(ok))
  const imported = done.some(({ deed }) => deed === 'import')

  const { faults } = await checkPages(folder!)
  const after = await openCalmly(folder!)
  const { rows } = await sql<{ n: number }>`select n from note`.execute(after.db)
  const kept = new Set(rows.map(({ n }) => n))
  let falseSuccesses = notes.filter((n) => !kept.has(n)).length
  const movements = await sql<{ n: number }>`
    select (select count(*) from movement)::int as n`.execute(after.db)
  if (imported && (movements.rows[0]?.n ?? 0) < 5_990) falseSuccesses += 1
  await after.close()
  const service = memoryKeyService({ seed: 'io-faults' })
  for (const manifestFile of taken)
    falseSuccesses += await verifyEmbedded(manifestFile, service).then(
      () => 0,
      () => 1,
    )
  rmSync(root, { recursive: true, force: true })
  return {
    deeds: deeds.length,
    refused: failed.length,
    unnamed: failed.filter(({ named }) => !named).map(({ code, message }) => `${code} ${message}`),
    crashed: !told.some(({ done }) => done),
    falseSuccesses,
    acknowledged: done.length,
    damagedPages: faults.length,
  }
}
