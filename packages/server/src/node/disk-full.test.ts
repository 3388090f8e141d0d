import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCrmError } from '@crm/core'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { type EmbeddedStore, openEmbeddedStore } from './pglite-store.ts'

const disk = mkdtempSync(join(tmpdir(), 'crm-disk-'))
const isSmall = mount()
const filler = join(disk, 'filler')
afterAll(() => {
  if (isSmall) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

/** A disk of 96 MB, where the machine lets us make one. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const leave = (megabytes: number) => {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - megabytes * 1024 * 1024)))
}
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing went wrong',
    (error: unknown) => (isCrmError(error) ? error.code : error),
  )
const note = (store: EmbeddedStore, n: number) =>
  sql`insert into note select ${n}, repeat('x', 900) from generate_series(1, 1000)`.execute(
    store.db,
  )
const notes = async (store: EmbeddedStore) =>
  (await sql<{ n: number }>`select n from note group by n order by n`.execute(store.db)).rows.length

describe.skipIf(!isSmall)('a full disk', () => {
  const folder = join(disk, 'bank')

  it('is named as such when a store cannot even be made', async () => {
    leave(12)
    expect(await codeOf(openEmbeddedStore({ folder }))).toBe('store.disk_full')
    rmSync(filler)
  })

  it('takes no acknowledged row, goes on reading, and heals once there is room', async () => {
    const store = await openEmbeddedStore({ folder })
    await sql`create table note (n int not null, text text not null)`.execute(store.db)
    leave(6)
    let acknowledged = 0
    let answer: unknown = 'nothing went wrong'
    while (answer === 'nothing went wrong' && acknowledged < 100) {
      answer = await codeOf(note(store, acknowledged))
      if (answer === 'nothing went wrong') acknowledged++
    }
    expect(answer).toBe('store.disk_full')
    expect(await notes(store)).toBe(acknowledged)

    rmSync(filler)
    expect(await codeOf(note(store, acknowledged))).toBe('nothing went wrong')
    expect(await notes(store)).toBe(acknowledged + 1)
    await store.close()
  })

  it('is named as such when there is not even room for a lock', async () => {
    leave(0)
    expect(await codeOf(openEmbeddedStore({ folder }))).toBe('store.disk_full')
    rmSync(filler)
  })

  it('opens and reads a store as soon as one segment of its log has room again', async () => {
    leave(20)
    const store = await openEmbeddedStore({ folder })
    expect(await notes(store)).toBeGreaterThan(1)
    await store.close()
    rmSync(filler)
  })
})
