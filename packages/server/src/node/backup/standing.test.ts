import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openVault } from '../../kit/keys/vault.ts'
import { sealedStore } from '../../kit/store/store.ts'
import { migrations } from '../../migrations/index.ts'
import { intlSuite } from '../keys/intl-suite.ts'
import { memoryKeyService } from '../keys/memory-key-service.ts'
import { openMemoryStore } from '../memory-store.ts'
import { backupEmbedded } from './embedded.ts'
import { backupStanding } from './standing.ts'

const folder = mkdtempSync(join(tmpdir(), 'crm-standing-'))
const service = memoryKeyService({ seed: 'standing' })
const standing = backupStanding({ folder, service, rpoMinutes: 15 })

const drill = async (at: string, tablesThatDiffer = 0, by = service) => {
  const record = { drill: 'crm.drill.1', at, rows: 3, restoreMs: 40, tablesThatDiffer }
  const signature = await by.sign(new TextEncoder().encode(JSON.stringify(record)))
  const file = join(folder, `drill-${at.replaceAll(':', '')}.json`)
  writeFileSync(file, JSON.stringify({ record, signature }, undefined, 2))
}

beforeAll(async () => {
  const store = sealedStore(
    await openMemoryStore({ migrations }),
    openVault({ service, suite: intlSuite }),
  )
  for (const [at, verify] of [
    ['2026-03-05T10:00:00.000Z', true],
    ['2026-03-05T10:15:00.000Z', false],
  ] as const)
    await backupEmbedded({ store, folder, service, verify, now: () => new Date(at) })
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a folder of backups', () => {
  it('tells the newest first, and which were tried', async () => {
    const { rpoMinutes, backups, drill: last } = await standing()
    expect(rpoMinutes).toBe(15)
    expect(backups.map(({ takenAt, verified }) => [takenAt, verified])).toEqual([
      ['2026-03-05T10:15:00.000Z', false],
      ['2026-03-05T10:00:00.000Z', true],
    ])
    expect(backups.every(({ bytes, rows }) => bytes > 0 && rows > 0)).toBe(true)
    expect(last).toBeUndefined()
  })

  it('takes no manifest that another signed', async () => {
    const other = backupStanding({ folder, service: memoryKeyService({ seed: 'another' }) })
    expect((await other()).backups).toEqual([])
  })

  it('knows a sound drill, a drill that lost rows, and a record that another signed', async () => {
    await drill('2026-03-05T10:20:00.000Z')
    expect((await standing()).drill).toMatchObject({ rows: 3, restoreMs: 40, sound: true })
    await drill('2026-03-05T10:21:00.000Z', 1)
    expect((await standing()).drill?.sound).toBe(false)
    await drill('2026-03-05T10:22:00.000Z', 0, memoryKeyService({ seed: 'another' }))
    expect((await standing()).drill?.sound).toBe(false)
  })

  it('does not call an archive verified that was cut since', async () => {
    truncateSync(join(folder, 'crm-20260305T100000Z.crmbak'), 100)
    expect((await standing()).backups.some(({ verified }) => verified)).toBe(false)
  })

  it('is empty where there is none', async () => {
    const none = backupStanding({ folder: join(folder, 'nowhere'), service })
    expect(await none()).toEqual({ rpoMinutes: 30, backups: [] })
  })
})
