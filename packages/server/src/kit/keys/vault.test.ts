import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { newBankId, openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { gmSuite, intlSuite, memoryKeyService } from '../../../../../tests/node-keys.ts'
import type { Store } from '../store/store.ts'
import type { KeyService } from './key-service.ts'
import { clearVault, createDataKey, openVault, type VaultOptions } from './vault.ts'

let bare: Store
beforeAll(async () => {
  bare = await openMigratedStore()
})
afterAll(() => bare.close())

/** A bank of its own, whose clock is moved by hand and whose key service counts what it is asked. */
function newBank(more: Partial<VaultOptions> = {}) {
  const bankId = newBankId()
  const service = memoryKeyService()
  const asked: string[] = []
  const counting: KeyService = {
    ...service,
    wrap: (purpose, key, context) => {
      asked.push(`wrap ${purpose} ${context}`)
      return service.wrap(purpose, key, context)
    },
    unwrap: (wrapped, context) => {
      asked.push(`unwrap ${wrapped.keyId} ${context}`)
      return service.unwrap(wrapped, context)
    },
  }
  let time = 1_000
  const options = { service: counting, suite: intlSuite, clock: () => time, ...more }
  const vault = openVault(options)
  return {
    bankId,
    vault,
    service,
    options,
    asked,
    ready: () => vault.ready(bare.db, bankId),
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    stored: () =>
      bare.db
        .selectFrom('data_key')
        .selectAll()
        .where('bank_id', '=', bankId)
        .orderBy('key_id')
        .execute(),
  }
}

describe('the keys of a new bank', () => {
  it('are made when first asked for, one for each purpose, under the master key of that purpose', async () => {
    const { bankId, ready, stored, asked, vault } = newBank()
    const keys = await ready()
    expect([vault.seals, keys.seals, keys.bankId]).toEqual([true, true, bankId])
    const rows = await stored()
    expect(
      rows.map((row) => [row.key_id, row.purpose, row.version, row.status, row.suite]),
    ).toEqual(
      ['audit', 'customer', 'field', 'index', 'row'].map((purpose) => [
        `${purpose}-1`,
        purpose,
        1,
        'active',
        'intl',
      ]),
    )
    const wrapped = asked.filter((one) => one.startsWith('wrap')).toSorted()
    expect(wrapped).toEqual(
      [
        ['customer', 'customer'],
        ['data', 'audit'],
        ['data', 'field'],
        ['data', 'index'],
        ['data', 'row'],
      ].map(([master, purpose]) => `wrap ${master} crm.data-key|${bankId}|${purpose}|${purpose}-1`),
    )
    expect(keys.active('customer')).toMatchObject({ id: 'customer-1', version: 1, active: true })
  })

  it('are asked for once, however many ask at once', async () => {
    const { ready, asked } = newBank()
    const all = await Promise.all([ready(), ready(), ready()])
    expect(new Set(all).size).toBe(1)
    expect(asked).toHaveLength(10)
    expect(await ready()).toBe(all[0])
    expect(asked).toHaveLength(10)
  })

  it('are another bank’s for another bank', async () => {
    const { ready, vault } = newBank()
    const other = await vault.ready(bare.db, newBankId())
    expect(other.index('phone', '138')).not.toBe((await ready()).index('phone', '138'))
  })

  it('open in another process, and only where they belong', async () => {
    const { ready, options, bankId, stored } = newBank()
    const keys = await ready()
    const elsewhere = await openVault(options).ready(bare.db, bankId)
    expect(elsewhere.index('phone', '138')).toBe(keys.index('phone', '138'))
    const row = (await stored()).find(({ purpose }) => purpose === 'row')!
    await bare.db
      .updateTable('data_key')
      .set({ wrapped: row.wrapped })
      .where('bank_id', '=', bankId)
      .where('purpose', '=', 'audit')
      .execute()
    expect(await codeOf(openVault(options).ready(bare.db, bankId))).toBe('keys.unwrap_failed')
  })

  it('cannot be used where their suite is not at hand', async () => {
    const { ready, options, bankId } = newBank({ suite: gmSuite })
    await ready()
    const intl = openVault({ ...options, suite: intlSuite })
    expect(await codeOf(intl.ready(bare.db, bankId))).toBe('keys.suite_missing')
    const both = openVault({ ...options, suite: intlSuite, alsoOpens: [gmSuite] })
    expect((await both.ready(bare.db, bankId)).active('field').suite).toBe(gmSuite)
  })

  it('of which one was made twice at once are one', async () => {
    const { ready, options, bankId, stored } = newBank()
    await ready()
    const again = { bankId, purpose: 'row', version: 1 } as const
    const before = await stored()
    expect(await createDataKey(bare.db, options, again)).toBe('row-1')
    expect(await stored()).toEqual(before)
  })
})

describe('keys in memory', () => {
  it('are listed anew every five seconds, and stay the same where nothing changed', async () => {
    const { ready, options, bankId, pass, vault } = newBank()
    const keys = await ready()
    await createDataKey(bare.db, options, {
      bankId,
      purpose: 'index',
      version: 2,
      status: 'standby',
    })
    pass(4_999)
    expect(await ready()).toBe(keys)
    pass(1)
    const fresh = await ready()
    expect(fresh).not.toBe(keys)
    expect(fresh.lookups('phone', '138')).toHaveLength(2)
    expect(fresh.active('index').id).toBe('index-1')
    pass(5_000)
    expect(await ready()).toBe(fresh)
    vault.forget()
    expect(await ready()).not.toBe(fresh)
  })

  it('are unwrapped again from half their age on, and keep what was made ready', async () => {
    const { ready, pass, asked } = newBank()
    const keys = await ready()
    const unwraps = () => asked.filter((one) => one.startsWith('unwrap')).length
    expect(unwraps()).toBe(5)
    pass(149_999)
    await ready()
    expect(unwraps()).toBe(5)
    pass(5_001)
    expect(await ready()).toBe(keys)
    expect(unwraps()).toBe(10)
  })

  it('serve through an outage until they are five minutes old, and no longer', async () => {
    const { ready, pass, service } = newBank()
    const keys = await ready()
    service.breakDown(true)
    pass(299_999)
    expect(await ready()).toBe(keys)
    pass(5_000)
    expect(await codeOf(ready())).toBe('keys.service_unavailable')
    expect(await codeOf(ready())).toBe('keys.service_unavailable')
    service.breakDown(false)
    expect((await ready()).index('phone', '138')).toBe(keys.index('phone', '138'))
  })

  it('serve as long as a bank says', async () => {
    const { ready, pass, service } = newBank({ rememberMs: 20_000 })
    await ready()
    service.breakDown(true)
    pass(19_999)
    expect(await codeOf(ready())).toBe('nothing went wrong')
    pass(5_000)
    expect(await codeOf(ready())).toBe('keys.service_unavailable')
  })

  it('run on the machine’s own clock where none is given', async () => {
    const { options, bankId, asked } = newBank()
    const { clock: _, ...without } = options
    const vault = openVault(without)
    const keys = await vault.ready(bare.db, bankId)
    expect(await vault.ready(bare.db, bankId)).toBe(keys)
    expect(asked).toHaveLength(10)
  })

  it('destroyed are gone, and nobody puts a new one in their place unasked', async () => {
    const { ready, bankId, vault, stored } = newBank()
    await ready()
    await bare.db
      .updateTable('data_key')
      .set({ status: 'destroyed', wrapped: '' })
      .where('bank_id', '=', bankId)
      .where('purpose', '=', 'row')
      .execute()
    vault.forget()
    const failed: unknown = await ready().catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'keys.key_missing', context: { key: 'row' } })
    expect(await stored()).toHaveLength(5)
  })
})

it('where nothing is sealed there are no keys', async () => {
  const keys = await clearVault.ready(bare.db, 'bnk_page')
  expect([clearVault.seals, keys.seals, keys.bankId]).toEqual([false, false, 'bnk_page'])
  expect(clearVault.forget()).toBeUndefined()
})
