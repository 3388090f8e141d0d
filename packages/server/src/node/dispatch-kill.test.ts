import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from '../../../../tests/postgres.ts'
import { migrate } from '../kit/store/migrate.ts'
import { appendEvents } from '../kit/store/outbox.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { openEmbeddedStore } from './pglite-store.ts'
import { openPostgresStore } from './postgres-store.ts'

const home = mkdtempSync(join(tmpdir(), 'crm-dispatch-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const url = await createPostgresDatabase()
const folder = join(home, 'bank')
const EVENTS = 120
const LEASE = 1_500

/** Delivers until there are none left, and says each delivery at once, before it is written down. */
const dispatcher = `
  const { writeSync } = await import('node:fs')
  const { openEmbeddedStore } = await import(${JSON.stringify(import.meta.resolve('./pglite-store.ts'))})
  const { openPostgresStore } = await import(${JSON.stringify(import.meta.resolve('./postgres-store.ts'))})
  const { dispatchOutbox } = await import(${JSON.stringify(import.meta.resolve('../kit/store/dispatch.ts'))})
  const [folder, connect] = process.argv.slice(1)
  const store = connect ? openPostgresStore({ connect }) : await openEmbeddedStore({ folder })
  const handle = async (event, { key, fence }) => {
    writeSync(1, [key, fence, event.customerId, event.deed].join(' ') + '\\n')
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  const options = { store, bankId: 'bnk_shiqiao', consumer: 'sms', leaseMs: ${LEASE}, handle,
    now: () => new Date().toISOString() }
  for (;;) {
    const { lease } = await dispatchOutbox(options)
    if (lease === 'held') break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await store.close()
`

/** One run of the dispatcher, killed after so many deliveries, or left to its end. */
async function run(connect: string | undefined, most: number): Promise<string[]> {
  const flags = ['--conditions=@crm/source', '--input-type=module', '-e', dispatcher, folder]
  const child = spawn(process.execPath, [...flags, ...(connect ? [connect] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === most) child.kill('SIGKILL')
  }
  await ended
  return lines
}

const write = (store: Store) =>
  store.transaction((tx) =>
    appendEvents(
      tx,
      Array.from({ length: EVENTS }, (_, n) => ({
        bankId: 'bnk_shiqiao',
        room: 'reminders',
        deed: String(Math.floor(n / 6)).padStart(2, '0'),
        subjectKind: 'reminder',
        subjectId: `rem_${n}`,
        customerId: `cus_${n % 6}`,
      })),
    ),
  )

describe.each<[string, (() => Promise<Store>) | undefined, string | undefined]>([
  ['pglite', () => openEmbeddedStore({ folder }), undefined],
  [
    'postgres',
    url === undefined ? undefined : async () => openPostgresStore({ connect: url }),
    url,
  ],
])('a dispatcher that is killed on %s', (engine, open, connect) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})

  it('is followed by one that repeats at most its last delivery, with the same key', async () => {
    const store = await open()
    await migrate(store, migrations)
    await write(store)
    await store.close()

    const runs: string[][] = []
    for (const most of [17, 40, 29]) runs.push(await run(connect, most))
    runs.push(await run(connect, Number.POSITIVE_INFINITY))

    const deliveries = runs.flat().map((line) => line.split(' '))
    const keys = deliveries.map(([key]) => key)
    const repeated = keys.filter((key, at) => keys.indexOf(key) !== at)
    console.info(
      `${engine}: ${EVENTS} events, 3 kills: ${keys.length} deliveries, ${repeated.length} repeated`,
    )
    expect(new Set(keys).size).toBe(EVENTS)
    expect(repeated.length).toBeLessThanOrEqual(3)
    for (const [at, lines] of runs.slice(1).entries()) {
      const [next, last] = [lines[0]!.split(' '), runs[at]!.at(-1)!.split(' ')]
      expect(Number(next[1])).toBeGreaterThan(Number(last[1]))
      for (const key of lines.map((line) => line.split(' ')[0]).slice(1))
        expect(
          runs
            .slice(0, at + 1)
            .flat()
            .some((line) => line.startsWith(`${key} `)),
        ).toBe(false)
    }
    for (let customer = 0; customer < 6; customer++) {
      const deeds = deliveries.filter(([, , id]) => id === `cus_${customer}`).map((line) => line[3])
      expect(deeds).toEqual([...deeds].sort())
    }
  }, 60_000)
})
