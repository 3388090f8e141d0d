import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from '../../../../../tests/postgres.ts'
import { migrate } from '../../kit/store/migrate.ts'
import { migrations } from '../../migrations/index.ts'
import { memoryKeyService } from '../keys/memory-key-service.ts'
import { openPostgresStore } from '../postgres-store.ts'
import { drillPostgres } from './drill.ts'
import { postgresBin } from './postgres.ts'

const connect = await createPostgresDatabase()
const home = mkdtempSync(join(tmpdir(), 'crm-drilled-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe.skipIf(connect === undefined)('the drill of a server', () => {
  it('says why a restored server did not come up, soon, and takes away what it restored', async () => {
    const bin = join(home, 'bin')
    mkdirSync(bin)
    for (const name of ['pg_basebackup', 'pg_verifybackup'])
      symlinkSync(join(postgresBin(), name), join(bin, name))
    const broken = '#!/bin/sh\necho "FATAL:  no room for shared memory" >&2\nexit 1\n'
    writeFileSync(join(bin, 'postgres'), broken)
    for (const path of [home, bin, join(bin, 'postgres')]) chmodSync(path, 0o755)
    const store = openPostgresStore({ connect: connect!, deadline: 60_000 })
    await migrate(store, migrations)
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('crm-drill-'))
    const began = performance.now()
    const drill = drillPostgres({
      store,
      connect: connect!,
      folder: join(home, 'backups'),
      service: memoryKeyService(),
      bin,
    })
    await expect(drill).rejects.toMatchObject({
      code: 'backup.drill_failed',
      context: { why: 'FATAL:  no room for shared memory' },
    })
    // Not the ten minutes that a sound server may take.
    expect(performance.now() - began).toBeLessThan(60_000)
    await store.close()
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('crm-drill-'))
    expect(after.filter((name) => !before.includes(name))).toEqual([])
  }, 90_000)
})
