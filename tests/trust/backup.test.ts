import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auntLi, bank } from '@crm/core/fixtures'
import {
  auditInStore,
  lastSeal,
  migrations,
  openVault,
  rotateKeys,
  sealBank,
  sealedStore,
  sealNext,
  verifyAudit,
} from '@crm/server'
import { plantCast } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  backupEmbedded,
  restoreEmbedded,
  verifyEmbedded,
} from '../../packages/server/src/node/backup/embedded.ts'
import {
  expendable,
  orphans,
  scheduleBackups,
} from '../../packages/server/src/node/backup/schedule.ts'
import { fileKeyService } from '../../packages/server/src/node/keys/file-key-service.ts'
import { intlSuite } from '../../packages/server/src/node/keys/intl-suite.ts'
import { memoryKeyService } from '../../packages/server/src/node/keys/memory-key-service.ts'
import { isSignedBy } from '../../packages/server/src/node/keys/sign.ts'
import { openMemoryStore } from '../../packages/server/src/node/memory-store.ts'
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../packages/server/src/node/pglite-store.ts'
import { copyFolder, damages } from '../../scripts/proof/trust/damage.ts'
import { chance } from '../../scripts/proof/trust/tamper.ts'
import { codeOf } from '../engines.ts'

const root = mkdtempSync(join(tmpdir(), 'crm-backup-'))
const place = (name: string) => {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  return folder
}
const service = memoryKeyService({ seed: 'backups' })
const vault = () => openVault({ service, suite: intlSuite })
const days = ['2026-03-05T10:00:00.000Z', '2026-03-05T10:15:00.000Z']
const names = ['crm-20260305T100000Z', 'crm-20260305T101500Z'] as const

let store: EmbeddedStore
let folder: string
beforeAll(async () => {
  store = sealedStore(await openMemoryStore({ migrations }), vault())
  await plantCast(store)
  folder = place('backups')
  for (const at of days) {
    await store.db
      .insertInto('recusal')
      .values({ bank_id: bank.id, subject_id: at, person_id: 'x', reason: '' })
      .execute()
    await backupEmbedded({ store, folder, service, now: () => new Date(at) })
  }
}, 60_000)
afterAll(async () => {
  await store.close()
  rmSync(root, { recursive: true, force: true })
})

describe('a backup', () => {
  it('is sealed, signed, and holds no customer’s name in the clear', () => {
    const files = readdirSync(folder).sort()
    expect(files).toEqual([
      `${names[0]}.crmbak`,
      `${names[0]}.json`,
      `${names[1]}.crmbak`,
      `${names[1]}.json`,
      'keys.crmbak',
      'keys.json',
    ])
    for (const file of files) {
      expect(readFileSync(join(folder, file)).includes('李桂芳')).toBe(false)
      if (process.platform !== 'win32') expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
    }
  })

  it('is restored as it was, and goes on', async () => {
    const into = join(root, 'restored')
    const manifest = await restoreEmbedded({
      manifestFile: join(folder, `${names[1]}.json`),
      service,
      into,
    })
    const bare = await openEmbeddedStore({ folder: into })
    const restored = sealedStore(bare, vault())
    const keys = await restored.vault.ready(restored.db, bank.id)
    const row = await restored.db
      .selectFrom('customer')
      .innerJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
      .select(['phone', 'wrapped'])
      .where('customer.customer_id', '=', auntLi.id)
      .executeTakeFirstOrThrow()
    const where = { table: 'customer', column: 'phone', rowId: auntLi.id }
    expect(keys.openOwn(keys.customerKey(auntLi.id, row.wrapped), where, row.phone!)).toBe(
      auntLi.phone,
    )
    expect(manifest.rowCounts.recusal).toBe(2)
    await sealNext(restored, bank.id, days[1]!)
    const report = await verifyAudit(auditInStore(restored, bank.id), {
      digest: intlSuite.digest,
      isSignedBy,
      verifyingKeys: await service.verifyingKeys(),
      now: days[1]!,
      keys,
    })
    expect(report.fault).toBeUndefined()
    await bare.close()
  }, 30_000)

  it('overwrites nothing, and says how far it would go back', async () => {
    const into = place('full')
    writeFileSync(join(into, 'something'), '')
    const manifestFile = join(folder, `${names[0]}.json`)
    expect(await codeOf(restoreEmbedded({ manifestFile, service, into }))).toBe(
      'backup.target_not_empty',
    )
    const asked = { manifestFile, service, into: join(root, 'older'), knownHeads: { [bank.id]: 7 } }
    await expect(restoreEmbedded(asked)).rejects.toMatchObject({
      code: 'backup.rolls_back',
      context: { seals: 7 },
    })
    await restoreEmbedded({ ...asked, acceptRollback: true })
    expect(await lastSeal(store.db, bank.id)).toBeUndefined()
  }, 30_000)

  it('opens with the bank’s backup key alone', async () => {
    const manifestFile = join(folder, `${names[0]}.json`)
    expect(await codeOf(verifyEmbedded(manifestFile, memoryKeyService()))).toBe('backup.not_signed')
  })
})

describe('a damaged backup', () => {
  const random = chance(11)
  it.each(Object.keys(damages))('is refused before it is loaded: %s', async (damage) => {
    for (let turn = 0; turn < 6; turn++) {
      const spoilt = place(`spoilt-${damage.replaceAll(' ', '-')}-${turn}`)
      copyFolder(folder, spoilt)
      damages[damage]!(spoilt, names[0], names[1], random)
      const work = verifyEmbedded(join(spoilt, `${names[0]}.json`), service)
      if (damage === 'the manifest of another day') {
        // It is whole and signed: the other day's. It names its own archive, which is not this one.
        expect(await codeOf(work)).toBe('backup.damaged')
      } else expect(await codeOf(work)).toMatch(/^backup\.(damaged|not_signed)$/)
      rmSync(spoilt, { recursive: true })
    }
  })
})

describe('what was shredded', () => {
  it('stays shredded in every backup taken before', async () => {
    const own = memoryKeyService({ seed: 'shred' })
    const bare = await openMemoryStore({ migrations })
    const live = sealedStore(bare, openVault({ service: own, suite: intlSuite }))
    await plantCast(live)
    const kept = place('shred')
    await backupEmbedded({ store: live, folder: kept, service: own, now: () => new Date(days[0]!) })
    await live.db.deleteFrom('customer_key').where('customer_id', '=', auntLi.id).execute()
    const options = {
      bankId: bank.id,
      now: () => days[1]!,
      wait: async () => undefined,
      reseal: sealBank,
    }
    await rotateKeys(live, { ...options, purpose: 'customer', destroyMaster: true })
    await backupEmbedded({ store: live, folder: kept, service: own, now: () => new Date(days[1]!) })
    await bare.close()

    const into = join(root, 'after-shred')
    await restoreEmbedded({ manifestFile: join(kept, `${names[0]}.json`), service: own, into })
    const back = await openEmbeddedStore({ folder: into })
    const keys = await openVault({ service: own, suite: intlSuite }).ready(back.db, bank.id)
    const rows = await back.db
      .selectFrom('customer')
      .leftJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
      .select(['customer.customer_id', 'phone', 'wrapped'])
      .where('phone', 'is not', null)
      .execute()
    for (const { customer_id, phone, wrapped } of rows) {
      const own = wrapped ? keys.customerKey(customer_id, wrapped) : undefined
      const where = { table: 'customer', column: 'phone', rowId: customer_id }
      const opened = keys.openOwn(own, where, phone!)
      if (customer_id === auntLi.id) expect([wrapped, opened]).toEqual([null, undefined])
      else expect(opened).toMatch(/^\d{11}$/)
    }
    expect(rows.some(({ customer_id }) => customer_id === auntLi.id)).toBe(true)
    await back.close()
  }, 60_000)
})

describe('a schedule', () => {
  it('keeps the last of each hour of a day and of each day of two weeks', () => {
    const two = (n: number) => String(n).padStart(2, '0')
    const files = Array.from({ length: 20 * 24 * 4 }, (_, n) => {
      const at = new Date(Date.UTC(2026, 1, 1) + n * 900_000).toISOString()
      return `crm-${at.slice(0, 10).replaceAll('-', '')}T${two(Number(at.slice(11, 13)))}${at.slice(14, 16)}00Z.json`
    })
    const gone = new Set(expendable(files))
    const kept = files.filter((file) => !gone.has(file))
    expect(kept).toHaveLength(24 + 13)
    expect(kept.at(-1)).toBe(files.at(-1))
    expect(expendable(['something.txt'])).toEqual([])
    // The clock was set back by two hours: what was just taken is not the newest by its name.
    const back = [
      'crm-20260305T100000Z.json',
      'crm-20260305T080500Z.json',
      'crm-20260305T080000Z.json',
    ]
    expect(expendable(back, { hours: 24, days: 14 }, back[2])).toEqual([])
    expect(expendable(back)).toEqual([back[2]])
  })

  it('takes away what a power cut left, and nothing that may still be written', () => {
    const left = ['crm-20260301T100000Z.crmbak', 'crm-20260301T101500Z.crmbak.new']
    const whole = ['crm-20260301T103000Z.crmbak', 'crm-20260301T103000Z.json']
    const kept = [...whole, 'crm-20260305T094500Z.crmbak.new', 'keys.crmbak', 'notes.txt']
    expect(orphans([...left, ...kept], new Date('2026-03-05T10:00:00.000Z'))).toEqual(left)
  })

  it('leaves nothing of a backup that failed', async () => {
    const target = place('failed')
    const broken = { ...service, wrap: () => Promise.reject(new Error('the HSM is gone')) }
    const backup = backupEmbedded({ store, folder: target, service: broken })
    await expect(backup).rejects.toThrow('the HSM is gone')
    expect(readdirSync(target)).toEqual([])
  })

  it('backs up at once, and stops cleanly', async () => {
    const target = place('scheduled')
    let taken = 0
    const schedule = scheduleBackups({
      store,
      folder: target,
      service,
      now: () => new Date(),
      onTaken: () => {
        taken += 1
      },
      onFault: (error) => {
        throw error
      },
    })
    await expect.poll(() => taken, { timeout: 20_000 }).toBe(1)
    await schedule.stop()
    expect(readdirSync(target).filter((file) => file.startsWith('crm-'))).toHaveLength(2)
  }, 30_000)
})

describe('keys in a file', () => {
  it('are the same after a restart, destroyed ones stay destroyed', async () => {
    const file = join(root, 'keys.json')
    const first = fileKeyService(file)
    const wrapped = await first.wrap('data', new Uint8Array(32).fill(7), 'bank')
    await first.rotate('data')
    const second = fileKeyService(file)
    expect(await second.unwrap(wrapped, 'bank')).toEqual(Buffer.alloc(32, 7))
    expect((await second.wrap('data', new Uint8Array(32), 'bank')).keyId).toBe('data-master-2')
    expect(await codeOf(second.unwrap(wrapped, 'another bank'))).toBe('keys.unwrap_failed')
    await second.destroy('data-master-1')
    expect(await codeOf(fileKeyService(file).unwrap(wrapped, 'bank'))).toBe('keys.destroyed')
    const data = Buffer.from('seal')
    expect(isSignedBy(await second.verifyingKeys(), data, await first.sign(data))).toBe(true)
  })

  it('are refused where others can read them, in production, and when damaged', () => {
    const file = join(root, 'spoilt.json')
    writeFileSync(file, '{"masters":{"data-master-1":"c2VjcmV0"}}', { mode: 0o600 })
    expect(() => fileKeyService(file)).toThrow(/damaged/)
    if (process.platform !== 'win32') {
      const open = join(root, 'open.json')
      writeFileSync(open, '{}', { mode: 0o644 })
      expect(() => fileKeyService(open)).toThrow(/read by others/)
    }
    const { NODE_ENV } = process.env
    process.env.NODE_ENV = 'production'
    expect(() => fileKeyService(join(root, 'prod.json'))).toThrow(/KMS/)
    process.env.NODE_ENV = NODE_ENV
  })
})
