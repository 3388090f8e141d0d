import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newAuditedBank } from '../../../../../tests/audited-bank.ts'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { clearVault } from '../keys/vault.ts'
import { type Store, sealedStore } from '../store/store.ts'
import { type AuditSeal, GENESIS, lastSeal, sealNext, startSealer } from './seal.ts'
import { auditInStore } from './store-source.ts'

let bare: Store
const named: Awaited<ReturnType<typeof newAuditedBank>>[] = []
beforeAll(async () => {
  bare = await openMigratedStore()
})
afterAll(async () => {
  for (const { forget } of named) await forget()
  await bare.close()
})

const newBank = () => newAuditedBank(bare)
/** A bank that the sealer of banks finds. */
async function newNamedBank() {
  const bank = await newBank()
  await bank.name()
  named.push(bank)
  return bank
}

/** Many rows of the system's at once, without marks. */
const flood = (bankId: string, rows: number) =>
  sql`insert into audit_event (bank_id, event_id, at, actor_id, person_id, roles, action, object_kind,
      object_id, field_names, purpose, decision, policy_id, result, request_id)
    select ${bankId}, 'aud_many_' || n, now(), 'system', 'system', '[]', 'x', 'x', 'x', '[]', '', 'allowed',
      '', '', '' from generate_series(1, ${rows}::int) as n`.execute(bare.db)

describe('a seal', () => {
  it('stands on the one before, and the first on nothing', async () => {
    const bank = await newBank()
    expect(await lastSeal(bare.db, bank.bankId)).toBeUndefined()
    await bank.happens(2)
    const first = await bank.seal('2026-03-05T01:00:00.000Z')
    expect(first).toMatchObject({
      bankId: bank.bankId,
      n: 1,
      at: '2026-03-05T01:00:00.000Z',
      rows: 2,
      previous: GENESIS,
      keyId: 'sign-1',
      algorithm: 'Ed25519',
    })
    expect(first?.marks).toMatch(/^\d+:[\w-]{10} \d+:[\w-]{10}$/)
    await bank.happens()
    const second = await bank.seal('2026-03-05T01:01:00.000Z')
    expect(second).toMatchObject({ n: 2, rows: 1, previous: first!.seal })
    expect(await lastSeal(bare.db, bank.bankId)).toEqual(second)
    await bank.happens()
    const report = await bank.verify()
    expect(report).toEqual({
      seals: 2,
      rows: 4,
      unsealed: 1,
      head: { n: 2, seal: second!.seal },
    })
    const seals: unknown[] = []
    for await (const seal of auditInStore(bank.store, bank.bankId).seals()) seals.push(seal)
    expect(seals).toEqual([first, second].map((seal) => ({ ...seal, expired: false })))
  })

  it('is not made of nothing, of another bank’s rows, or without keys', async () => {
    const [bank, next] = [await newBank(), await newBank()]
    await next.happens()
    expect(await bank.seal()).toBeUndefined()
    await bank.happens()
    expect(await sealNext(sealedStore(bare, clearVault), bank.bankId, 'now')).toBeUndefined()
    expect((await bank.seal())?.rows).toBe(1)
    expect(await bank.seal()).toBeUndefined()
  })

  it('is one, however many make it at once', async () => {
    const bank = await newBank()
    await bank.happens()
    const made = await Promise.all(Array.from({ length: 4 }, () => bank.seal()))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect((await bank.verify()).seals).toBe(1)
  })

  it('is left to who was quicker', async () => {
    const bank = await newBank()
    await bank.happens()
    const quicker: unknown[] = []
    const sign = async (data: Uint8Array) => {
      quicker.push((await bank.seal())?.n)
      return bank.service.sign(data)
    }
    const store = sealedStore(bare, { ...bank.vault, service: { ...bank.service, sign } })
    expect(await sealNext(store, bank.bankId, '2026-03-05T01:00:00.000Z')).toBeUndefined()
    expect(quicker).toEqual([1])
    expect(await bank.verify()).toMatchObject({ seals: 1, unsealed: 0 })
  })

  it('that cannot be stored is told', async () => {
    const bank = await newBank()
    await bank.happens()
    const service = { ...bank.service, sign: async () => ({}) as never }
    const store = sealedStore(bare, { ...bank.vault, service })
    await expect(sealNext(store, bank.bankId, '2026-03-05T01:00:00.000Z')).rejects.toThrow()
    expect(await lastSeal(bare.db, bank.bankId)).toBeUndefined()
  })

  it('holds a thousand rows at most', async () => {
    const bank = await newBank()
    await flood(bank.bankId, 1_001)
    expect([(await bank.seal())?.rows, (await bank.seal())?.rows, await bank.seal()]).toEqual([
      1_000,
      1,
      undefined,
    ])
  })
})

describe('a whole audit is read', () => {
  it('though it is longer than what is read at once', async () => {
    const bank = await newBank()
    await flood(bank.bankId, 5_001)
    await sql`insert into audit_seal (bank_id, n, at, last_epoch, last_tx, last_seq, rows, marks, root,
        previous, seal, key_id, algorithm, signature, expired)
      select ${bank.bankId}, n, now(), 1, '1', n, 1, '', '', '', '', '', '', '', n = 201
      from generate_series(1, 201) as n`.execute(bare.db)
    const { seals, rows } = auditInStore(bank.store, bank.bankId)
    const found: number[] = []
    const places: number[] = []
    let expired = 0
    for await (const seal of seals()) {
      found.push(seal.n)
      if (seal.expired) expired += 1
    }
    for await (const row of rows()) places.push(row.seq)
    expect(found).toEqual(Array.from({ length: 201 }, (_, at) => at + 1))
    expect(expired).toBe(1)
    expect(new Set(places).size).toBe(5_001)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('the sealer', () => {
  const sealer = (bank: Awaited<ReturnType<typeof newBank>>, more: object = {}) => {
    const told: AuditSeal[] = []
    return {
      told,
      running: startSealer({
        store: bank.store,
        now: () => '2026-03-05T01:00:00.000Z',
        everyMs: 10,
        onSeal: (seal) => {
          if (seal.bankId === bank.bankId) told.push(seal)
        },
        ...more,
      }),
    }
  }

  it('seals what there is, what comes, and at its end what is left, each told once', async () => {
    const bank = await newNamedBank()
    await flood(bank.bankId, 1_001)
    const { told, running } = sealer(bank)
    await expect.poll(() => told.length).toBe(2)
    await bank.happens()
    await expect.poll(() => told.length).toBe(3)
    await running.stop()
    expect(told.map(({ n, rows }) => [n, rows])).toEqual([
      [1, 1_000],
      [2, 1],
      [3, 1],
    ])
    await bank.happens()
    expect(await bank.seal()).toMatchObject({ n: 4 })
  })

  it('stops at once, though its next turn is far away', async () => {
    const bank = await newNamedBank()
    await bank.happens()
    const { told, running } = sealer(bank, { everyMs: 3_600_000 })
    await expect.poll(() => told.length).toBe(1)
    await bank.happens()
    await running.stop()
    expect(told).toHaveLength(2)
  })

  it('stops in the midst of its turn, with nothing left out', async () => {
    const bank = await newNamedBank()
    await bank.happens()
    let stopping: Promise<void> | undefined
    const { told, running } = sealer(bank, {
      everyMs: 3_600_000,
      now: () => {
        stopping ??= running.stop()
        return '2026-03-05T01:00:00.000Z'
      },
    })
    await expect.poll(() => stopping !== undefined).toBe(true)
    await stopping
    expect(told).toHaveLength(1)
  })

  it('tells what goes wrong and goes on', async () => {
    const bank = await newNamedBank()
    await bank.happens()
    const faults: unknown[] = []
    let broken = true
    const { told, running } = sealer(bank, {
      now: () => {
        if (broken) throw new Error('no clock')
        return '2026-03-05T01:00:00.000Z'
      },
      onFault: (fault: unknown) => void faults.push(fault),
    })
    await expect.poll(() => faults.length).toBeGreaterThan(1)
    expect(faults[0]).toEqual(new Error('no clock'))
    broken = false
    await expect.poll(() => told.length).toBe(1)
    await running.stop()
  })

  it('goes on where nobody listens', async () => {
    const bank = await newNamedBank()
    await bank.happens()
    let broken = true
    const now = () => {
      if (!broken) return '2026-03-05T01:00:00.000Z'
      broken = false
      throw new Error('no clock')
    }
    const running = startSealer({ store: bank.store, now, everyMs: 10 })
    await expect.poll(() => lastSeal(bare.db, bank.bankId)).toBeDefined()
    await running.stop()
  })
})
