// Works in a store while its disk fails now and then, and says of everything how it went.
import fs from 'node:fs'
import { isCrmError } from '@crm/core'
import { importFolder, openVault, sealedStore } from '@crm/server'
import {
  backupEmbedded,
  intlSuite,
  memoryKeyService,
  openEmbeddedStore,
  openSourceFolder,
} from '@crm/server/node'
import { sql } from 'kysely'
import { shiqiao } from '../../sources/shiqiao.ts'
import { chance } from './tamper.ts'

const [folder = '', files = '', backups = '', seed = '1', rounds = '1'] = process.argv.slice(2)
const tell = (message: object) =>
  new Promise<void>((resolve) => process.send!(message, undefined, undefined, () => resolve()))
const service = memoryKeyService({ seed: 'io-faults' })

/** Streams read and write by numbers of their own: one in a hundred fails here, as it does below. */
function failStreams(random: () => number): void {
  for (const name of ['read', 'write'] as const) {
    const own = fs[name] as (...words: unknown[]) => void
    ;(fs as unknown as Record<string, unknown>)[name] = (...words: unknown[]) => {
      const done = words.at(-1) as (error: Error) => void
      if (random() >= 0.01) return own(...words)
      setImmediate(done, Object.assign(new Error(`EIO: i/o error, ${name}`), { code: 'EIO' }))
    }
  }
}

/** One deed: what was acknowledged, or the name of the failure. */
async function attempt(deed: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await tell({ deed, ok: await work() })
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    const named = isCrmError(error) || (error instanceof Error && error.name === 'SqlError')
    await tell({
      deed,
      code: code ?? (error as Error).name,
      named: named || code === 'EIO',
      message,
    })
  }
}

const bare = await openEmbeddedStore({ folder, deadline: 20_000 })
const store = sealedStore(bare, openVault({ service, suite: intlSuite }))
await tell({ open: process.pid })
await new Promise((resolve) => process.once('message', resolve))
failStreams(chance(Number(seed)))
let next = 0
for (let round = 0; round < Number(rounds); round++) {
  for (let n = 0; n < 20; n++) {
    const note = next++
    await attempt('note', async () => {
      await sql`insert into note values (${note}::int, repeat('x', 2000))`.execute(store.db)
      return note
    })
  }
  await attempt('import', async () => {
    const source = openSourceFolder(files)
    await importFolder({ store, source: shiqiao, folder: source, batch: 100, rejectThreshold: 1 })
    return true
  })
  await attempt('backup', async () => {
    const now = () => new Date(Date.UTC(2026, 2, 5, 1, 0, round))
    return (await backupEmbedded({ store, folder: backups, service, now })).manifestFile
  })
}
await tell({ done: true })
process.exit(0)
