import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auntLi, chenBo, principalOf } from '@crm/core/fixtures'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SecurityEvent } from '../../kit/limits/guard.ts'
import { migrate } from '../../kit/store/migrate.ts'
import { Soundness } from '../../kit/store/soundness.ts'
import { migrations } from '../../migrations/index.ts'
import { createServer } from '../../server.ts'
import { openEmbeddedStore } from '../pglite-store.ts'
import { checkPages } from './check-pages.ts'
import { checkStore } from './check-store.ts'
import { PAGE } from './page-checksum.ts'
import { watchStore } from './watch-store.ts'

const home = mkdtempSync(join(tmpdir(), 'crm-sound-'))
const folder = join(home, 'bank')
afterAll(() => rmSync(home, { recursive: true, force: true }))

let customers: string
beforeAll(async () => {
  const store = await openEmbeddedStore({ folder, deadline: 60_000 })
  await migrate(store, migrations)
  await plantCast(store)
  const { rows } = await sql<{ path: string }>`
    select pg_relation_filepath('customer') as path`.execute(store.db)
  customers = rows[0]!.path
  await store.close()
}, 60_000)

/** Turn one bit of a file over, as a tired disk does. Doing it twice undoes it. */
function flip(file: string, at: number): void {
  const handle = openSync(join(folder, file), 'r+')
  const byte = new Uint8Array(1)
  readSync(handle, byte, 0, 1, at)
  writeSync(
    handle,
    byte.map((value) => value ^ 4),
    0,
    1,
    at,
  )
  closeSync(handle)
}

describe('a store on a sound disk', () => {
  it('is found sound, open or closed', async () => {
    expect((await checkPages(folder)).faults).toEqual([])
    const store = await openEmbeddedStore({ folder, deadline: 60_000 })
    expect(await checkStore({ store, folder })).toBeUndefined()
    expect((await checkPages(folder)).pages).toBeGreaterThan(500)
    await store.close()
  }, 60_000)
})

describe('a bit that turned over on the disk', () => {
  it.each([
    ['in a row', 8_000],
    ['in the head of a page', 4],
    ['in the checksum', 8],
    ['between head and rows', 4_000],
  ])('is found with its file and page: %s', async (_where, at) => {
    flip(customers, at)
    expect((await checkPages(folder)).faults).toEqual([{ file: customers, page: 0 }])
    flip(customers, at)
    expect((await checkPages(folder)).faults).toEqual([])
  })

  it('makes the server refuse writes, go on reading, and tell the security office once', async () => {
    flip(customers, 8_000)
    const store = await openEmbeddedStore({ folder, deadline: 60_000 })
    const alarms: SecurityEvent[] = []
    const soundness = new Soundness()
    const server = createServer({
      store,
      soundness,
      authenticate: async () => principalOf(chenBo),
      onSecurityEvent: (event) => alarms.push(event),
      log: { error: () => undefined },
    })
    const call = (path: string, method = 'GET') =>
      server.fetch(new Request(`https://bank.test${path}`, { method }))
    const watch = watchStore({ store, folder, soundness })
    await expect
      .poll(() => soundness.damage, { timeout: 20_000 })
      .toEqual({
        where: `page 0 of ${customers}`,
        places: 1,
      })
    await watch.stop()
    expect(alarms.map(({ kind, facts }) => [kind, facts])).toEqual([
      ['store-damaged', { where: `page 0 of ${customers}`, places: 1 }],
    ])
    const refused = await call('/reminders/rem_1/close', 'POST')
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'store.read_only'])
    expect((await call('/access/me')).status).toBe(200)
    expect(await (await call('/health')).json()).toMatchObject({ status: 'up', writes: 'refused' })
    await store.close()
    flip(customers, 8_000)
  }, 60_000)

  it('is met by a read before anybody looked, with the same consequence', async () => {
    flip(customers, 8_000)
    const store = await openEmbeddedStore({ folder, deadline: 60_000 })
    const soundness = new Soundness()
    const server = createServer({
      store,
      soundness,
      authenticate: async () => principalOf(chenBo),
      log: { error: () => undefined },
    })
    const met = await server.fetch(new Request(`https://bank.test/customers/${auntLi.id}`))
    expect([met.status, (await met.json()).code]).toEqual([503, 'store.corrupted'])
    expect(soundness.damage?.where).toMatch(/block 0/)
    await store.close()
    flip(customers, 8_000)
  }, 60_000)
})

describe('a page that was cut off', () => {
  it('is found', async () => {
    const { size } = statSync(join(folder, customers))
    truncateSync(join(folder, customers), size - 100)
    expect((await checkPages(folder)).faults).toEqual([{ file: customers, page: size / PAGE - 1 }])
  })
})
