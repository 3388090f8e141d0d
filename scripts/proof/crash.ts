import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importFolder, migrations } from '@crm/server'
import { openEmbeddedStore, openMemoryStore, openSourceFolder } from '@crm/server/node'
import { berka } from '../sources/berka.ts'
import { storeChecksums } from './checksums.ts'
import { equal, known, notRun, type ProofLine } from './line.ts'
import { chance } from './trust/tamper.ts'
import { pause, startVictim } from './victim.ts'

const ROUNDS = 10
const OPENERS = 20
const child = fileURLToPath(new URL('crash-child.ts', import.meta.url))

interface Told {
  readonly open?: number
  readonly done?: boolean
  readonly failed?: string
  readonly context?: { readonly pid?: number }
}

/** Kill imports at random moments and take them up again: nothing may be lost, nothing doubled. */
export async function run({ data }: { readonly data: string | undefined }): Promise<ProofLine[]> {
  const files = data && join(data, 'berka')
  if (!files || !existsSync(files)) return [notRun('crash', 'the folder berka is not there')]
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const random = chance(seed)
  const clean = await cleanImport(files)
  let kills = 0
  const wrong = new Set<string>()
  const reopened: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'crm-crash-'))
    const store = join(folder, 'store')
    // Killed once at a moment anywhere in the import, and once more soon after it has begun again.
    for (const within of [clean.milliseconds, 2_000]) {
      if (await killWithin(random() * within, store, files)) kills += 1
    }
    await finish(store, files)
    const began = performance.now()
    const opened = await openEmbeddedStore({ folder: store })
    reopened.push(performance.now() - began)
    const sums = await storeChecksums(opened)
    for (const [table, sum] of Object.entries(clean.sums))
      if (sums[table] !== sum) wrong.add(`${table} in round ${round + 1}`)
    await opened.close()
    rmSync(folder, { recursive: true })
  }
  return [
    known('kill -9: seed', seed, ''),
    {
      ...known('kill -9: processes killed while importing', kills, 'kills'),
      limit: '>= 10',
      verdict: kills >= 10 ? 'pass' : 'short',
    },
    equal('kill -9: rounds of killing and going on', ROUNDS, 10, 'rounds'),
    equal(
      'kill -9: tables that differ from an undisturbed import',
      [...wrong].join(', ') || 'none',
      'none',
      '',
    ),
    known('kill -9: slowest reopening', Math.round(Math.max(...reopened)), 'ms'),
    ...(await secondOpeners(files)),
  ]
}

async function cleanImport(files: string) {
  const store = await openMemoryStore({ migrations })
  const began = performance.now()
  await importFolder({ store, source: berka, folder: openSourceFolder(files), batch: 1_000 })
  const milliseconds = performance.now() - began
  const sums = await storeChecksums(store)
  await store.close()
  return { milliseconds, sums }
}

const start = (...words: string[]) => startVictim<Told>(child, words)

/** Begin an import and kill its process so many milliseconds after the store is open. */
async function killWithin(milliseconds: number, store: string, files: string): Promise<boolean> {
  const { told, kill } = start(store, files)
  await told('open')
  await pause(milliseconds)
  return kill()
}

async function finish(store: string, files: string): Promise<void> {
  const { told, ended } = start(store, files)
  const { failed } = await told('done')
  await ended
  if (failed) throw new Error(`The import could not go on: ${failed}`)
}

/** While one process holds a folder, every other is refused, and told who holds it. */
async function secondOpeners(files: string): Promise<ProofLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-crash-'))
  const store = join(folder, 'store')
  const holder = start(store, files, 'hold')
  const { open } = await holder.told('open')
  let refused = 0
  for (let at = 0; at < OPENERS; at++) {
    const second = start(store, files, 'hold')
    const { failed, context } = await second.told('failed')
    if (failed === 'store.locked' && context?.pid === open) refused += 1
    await second.kill()
  }
  await holder.kill()
  rmSync(folder, { recursive: true })
  return [
    equal(
      'second opener: refused, naming the process that holds the folder',
      refused,
      OPENERS,
      'openers',
    ),
  ]
}
