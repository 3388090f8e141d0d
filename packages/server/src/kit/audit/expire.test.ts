import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newAuditedBank } from '../../../../../tests/audited-bank.ts'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import type { Store } from '../store/store.ts'
import { auditRetention, expireAudit } from './expire.ts'

let bare: Store
beforeAll(async () => {
  bare = await openMigratedStore()
})
afterAll(() => bare.close())
const newBank = () => newAuditedBank(bare)

describe('the end of the time that rows are kept', () => {
  const long = '2022-01-01T00:00:00.000Z'
  const now = '2025-01-01T00:00:00.001Z'

  it('is three years', () => {
    expect(auditRetention).toEqual({ customerDays: 1_096, otherDays: 1_096 })
  })

  it('lets whole seals go and leaves the chain, with a word of it on record', async () => {
    const [bank, next] = [await newBank(), await newBank()]
    await bank.happens(2)
    await bank.seal('2021-12-01T00:00:00.000Z')
    await bank.happens()
    await bank.seal(long)
    await bank.happens()
    await next.happens()
    await next.seal(long)
    // 2024 has a leap day: 1,096 days after the first of January 2022 is the first of January 2025.
    expect(
      await expireAudit(bank.store, { bankId: bank.bankId, now: '2024-12-31T00:00:00.000Z' }),
    ).toBe(2)
    expect(
      await expireAudit(bank.store, { bankId: bank.bankId, now: '2025-01-01T00:00:00.000Z' }),
    ).toBe(0)
    expect(await expireAudit(bank.store, { bankId: bank.bankId, now })).toBe(1)
    expect(await expireAudit(bank.store, { bankId: bank.bankId, now })).toBe(0)
    const events = await bank.events()
    expect(events.map((row) => row.event_id)).toEqual(['aud_4', 'aud_expired_1', 'aud_expired_2'])
    expect(events[2]).toEqual({
      event_id: 'aud_expired_2',
      at: now,
      action: 'access.expireAudit',
      object_kind: 'audit',
      object_id: 'seal 2',
      result: '1 rows',
    })
    expect(events[1]?.result).toBe('2 rows')
    expect(await next.events()).toHaveLength(1)
    await bank.seal(now)
    expect(await bank.verify({ now })).toMatchObject({ seals: 3, rows: 3 })
    expect((await bank.verify({ now })).fault).toBeUndefined()
    expect(await bank.verify({ now: long })).toMatchObject({ fault: { code: 'row_missing', n: 1 } })
    expect((await next.verify({ now: long })).fault).toBeUndefined()
  })

  it('comes with the longer of the bank’s two times', async () => {
    const bank = await newBank()
    await bank.happens()
    await bank.seal('2026-01-01T00:00:00.000Z')
    const asked = { bankId: bank.bankId, now: '2026-02-01T00:00:00.000Z' }
    for (const retention of [
      { customerDays: 365, otherDays: 1 },
      { customerDays: 1, otherDays: 365 },
    ])
      expect(await expireAudit(bank.store, { ...asked, retention })).toBe(0)
    const short = { customerDays: 30, otherDays: 30 }
    expect(await expireAudit(bank.store, { ...asked, retention: short })).toBe(1)
  })

  it('is the only way for a row to go', async () => {
    const bank = await newBank()
    await bank.happens()
    await expect(
      bare.db.deleteFrom('audit_event').where('bank_id', '=', bank.bankId).execute(),
    ).rejects.toThrow('written once')
  })

  it('comes for nothing that is not sealed', async () => {
    const bank = await newBank()
    await bank.happens()
    expect(
      await expireAudit(bank.store, { bankId: bank.bankId, now: '2099-01-01T00:00:00.000Z' }),
    ).toBe(0)
    expect(await bank.events()).toHaveLength(1)
  })
})
