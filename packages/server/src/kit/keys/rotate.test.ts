import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { newSealedBank } from '../../../../../tests/sealed-bank.ts'
import { type Store, sealedStore } from '../store/store.ts'
import { customerKeys } from './customer-keys.ts'
import { type RotationOptions, rotateKeys } from './rotate.ts'
import { clearVault, openVault } from './vault.ts'

let bare: Store
beforeAll(async () => {
  bare = await openMigratedStore()
})
afterAll(() => bare.close())
afterEach(() => vi.restoreAllMocks())

/** A bank with five customers' keys, and how long its rotations waited. */
async function rotating() {
  const bank = newSealedBank(bare)
  const waits: number[] = []
  await customerKeys(bare.db, await bank.ready(), ['cus_1', 'cus_2', 'cus_3', 'cus_4', 'cus_5'])
  return {
    ...bank,
    waits,
    rotate: (purpose: RotationOptions['purpose'], more: Partial<RotationOptions> = {}) =>
      rotateKeys(bank.store, {
        bankId: bank.bankId,
        purpose,
        now: () => '2026-03-05T01:00:00.000Z',
        wait: async (milliseconds) => void waits.push(milliseconds),
        reseal: async () => 0,
        batch: 2,
        ...more,
      }),
    statusOf: async (purpose: string) =>
      (await bank.dataKeys())
        .filter(({ key_id }) => key_id.startsWith(purpose))
        .map(({ key_id, status }) => `${key_id} ${status}`),
  }
}

describe('a rotation of the customers’ key', () => {
  it('seals each customer’s own key anew, and destroys the old one', async () => {
    const bank = await rotating()
    const before = await bank.ready()
    const told: number[] = []
    const done = await bank.rotate('customer', { onProgress: (rows) => told.push(rows) })
    expect(done).toEqual({ from: 'customer-1', to: 'customer-2', rows: 5 })
    expect(told).toEqual([2, 4, 5])
    expect(bank.waits).toEqual([10_000, 10_000])
    expect(await bank.statusOf('customer')).toEqual(['customer-1 destroyed', 'customer-2 active'])
    const [old] = (await bank.dataKeys()).filter(({ key_id }) => key_id === 'customer-1')
    expect(old?.wrapped).toBe('')
    const after = await bank.ready()
    for (const { customer_id, wrapped } of await bank.ownKeys()) {
      expect(wrapped).toMatch(/^v1\.gcm\.customer-2\./)
      expect(after.customerKey(customer_id, wrapped).bytes).toHaveLength(32)
      expect(() => before.customerKey(customer_id, wrapped)).toThrow('customer-2')
    }
  })

  it('leaves the neighbour bank alone', async () => {
    const [bank, next] = [await rotating(), await rotating()]
    const own = await next.ownKeys()
    await bank.rotate('customer')
    expect(await next.ownKeys()).toEqual(own)
    expect(await next.statusOf('customer')).toEqual(['customer-1 active'])
  })

  it('again counts on', async () => {
    const bank = await rotating()
    await bank.rotate('customer')
    expect(await bank.rotate('customer')).toMatchObject({ from: 'customer-2', to: 'customer-3' })
    expect(await bank.statusOf('customer')).toEqual([
      'customer-1 destroyed',
      'customer-2 destroyed',
      'customer-3 active',
    ])
  })

  it('takes a thousand at a time where nobody says otherwise', async () => {
    const bank = await rotating()
    const told: number[] = []
    const { batch: _, ...options } = {
      bankId: bank.bankId,
      purpose: 'customer' as const,
      now: () => '',
      wait: async () => undefined,
      reseal: async () => 0,
      batch: 1,
      onProgress: (rows: number) => void told.push(rows),
    }
    await rotateKeys(bank.store, options)
    expect(told).toEqual([5])
  })

  it('leaves a key alone that somebody saved in between', async () => {
    const bank = await rotating()
    const theirs = 'v1.gcm.customer-2.saved.in.between'
    let saved = false
    const busy: Store = {
      ...bank.store,
      transaction: async (work, options) => {
        if (!saved)
          await bare.db
            .updateTable('customer_key')
            .set({ wrapped: theirs })
            .where('bank_id', '=', bank.bankId)
            .where('customer_id', '=', 'cus_1')
            .execute()
        saved = true
        return bank.store.transaction(work, options)
      },
    }
    await rotateKeys(busy, {
      bankId: bank.bankId,
      purpose: 'customer',
      now: () => '',
      wait: async () => undefined,
      reseal: async () => 0,
    })
    const [first, second] = await bank.ownKeys()
    expect(first?.wrapped).toBe(theirs)
    expect(second?.wrapped).toMatch(/^v1\.gcm\.customer-2\./)
  })
})

describe('a rotation that was stopped', () => {
  it.each([
    ['before the new key seals', 1, ['customer-1 active', 'customer-2 standby']],
    ['before everybody knows that it seals', 2, ['customer-1 retiring', 'customer-2 active']],
  ])('%s goes on with the same key', async (_when, at, statuses) => {
    const bank = await rotating()
    let waited = 0
    const wait = async () => {
      waited += 1
      if (waited === at) throw new Error('the machine went off')
    }
    await expect(bank.rotate('customer', { wait })).rejects.toThrow('the machine went off')
    expect(await bank.statusOf('customer')).toEqual(statuses)
    const done = await bank.rotate('customer')
    expect(done).toEqual({ from: 'customer-1', to: 'customer-2', rows: 5 })
    expect(bank.waits).toHaveLength(at === 1 ? 2 : 0)
    expect(await bank.statusOf('customer')).toEqual(['customer-1 destroyed', 'customer-2 active'])
  })

  it('in the midst of the customers finishes the rest', async () => {
    const bank = await rotating()
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('the machine went off'))
    await expect(bank.rotate('customer', { signal: stop.signal, onProgress })).rejects.toThrow(
      'the machine went off',
    )
    expect(await bank.rotate('customer')).toMatchObject({ from: 'customer-1', rows: 3 })
  })

  it('while another finishes it ends as that one did', async () => {
    const bank = await rotating()
    let waited = 0
    const wait = async () => {
      waited += 1
      if (waited === 2) expect((await bank.rotate('customer')).rows).toBe(5)
    }
    const done = await bank.rotate('customer', { wait })
    expect(done).toEqual({ from: 'customer-1', to: 'customer-2', rows: 0 })
    expect(await bank.statusOf('customer')).toEqual(['customer-1 destroyed', 'customer-2 active'])
  })

  it('after its work destroys nothing', async () => {
    const bank = await rotating()
    const stop = new AbortController()
    const reseal = async () => {
      stop.abort(new Error('the machine went off'))
      return 7
    }
    await expect(bank.rotate('index', { signal: stop.signal, reseal })).rejects.toThrow('went off')
    expect(await bank.statusOf('index')).toEqual(['index-1 retiring', 'index-2 active'])
  })
})

describe('a rotation of another key', () => {
  it('of the index seals the bank again, with both keys to look up by meanwhile', async () => {
    const bank = await rotating()
    const seen: unknown[] = []
    const done = await bank.rotate('index', {
      reseal: async (store, { bankId, batch }) => {
        const keys = await store.vault.ready(store.db, bankId)
        seen.push(bankId, batch, keys.active('index').id, keys.lookups('phone', '138').length)
        return 7
      },
    })
    expect(done).toEqual({ from: 'index-1', to: 'index-2', rows: 7 })
    expect(seen).toEqual([bank.bankId, 2, 'index-2', 2])
    expect(await bank.statusOf('index')).toEqual(['index-1 destroyed', 'index-2 active'])
    expect((await bank.ready()).lookups('phone', '138')).toHaveLength(1)
  })

  it.each(['field', 'audit'] as const)(
    'of the %s key keeps the old one to read by',
    async (purpose) => {
      const bank = await rotating()
      const before = await bank.ready()
      const place = { table: 't', column: 'c', rowId: 'r' }
      const sealed = before.sealField(place, 'an answer')
      const mark = before.mark('audit', 'a row')
      const reseal = vi.fn(async () => 0)
      expect(await bank.rotate(purpose, { destroyMaster: true, reseal })).toEqual({
        from: `${purpose}-1`,
        to: `${purpose}-2`,
        rows: 0,
      })
      expect(reseal).not.toHaveBeenCalled()
      expect(await bank.statusOf(purpose)).toEqual([`${purpose}-1 kept`, `${purpose}-2 active`])
      const after = await bank.ready()
      expect(after.active(purpose).id).toBe(`${purpose}-2`)
      expect(after.openField(place, sealed)).toBe('an answer')
      expect(after.isMarked('a row', mark)).toBe(true)
      expect((await bank.rotate(purpose)).from).toBe(`${purpose}-2`)
    },
  )
})

describe('a rotation with its master key', () => {
  it('puts copies of the customers’ keys beyond recovery', async () => {
    const bank = await rotating()
    const backup = (await bank.dataKeys()).find(({ key_id }) => key_id === 'customer-1')!
    await bank.rotate('customer', { destroyMaster: true })
    const [old, fresh] = (await bank.dataKeys()).filter(({ key_id }) => /^customer/.test(key_id))
    expect([old?.master_key_id, fresh?.master_key_id]).toEqual([
      `${bank.bankId}/customer-master-1`,
      `${bank.bankId}/customer-master-2`,
    ])
    const stolen = { keyId: backup.master_key_id, wrapped: backup.wrapped }
    expect(await codeOf(bank.service.unwrap(stolen, 'x'))).toBe('keys.destroyed')
    expect(await codeOf(openVault(bank.options).ready(bare.db, bank.bankId))).toBe(
      'nothing went wrong',
    )
  })

  it('destroys none that another key still needs', async () => {
    const bank = await rotating()
    await bank.rotate('index', { destroyMaster: true })
    const index = (await bank.dataKeys()).find(({ key_id }) => key_id === 'index-2')
    expect(index?.master_key_id).toBe(`${bank.bankId}/data-master-2`)
    expect(await codeOf(openVault(bank.options).ready(bare.db, bank.bankId))).toBe(
      'nothing went wrong',
    )
  })

  it('destroys none where nobody asked for it', async () => {
    const bank = await rotating()
    const backup = (await bank.dataKeys()).find(({ key_id }) => key_id === 'customer-1')!
    await bank.rotate('customer')
    const stolen = { keyId: backup.master_key_id, wrapped: backup.wrapped }
    expect(await codeOf(bank.service.unwrap(stolen, 'x'))).toBe('keys.unwrap_failed')
  })
})

it('a rotation waits by the clock where nobody gives it another', async () => {
  const bank = await rotating()
  const real = globalThis.setTimeout
  const waits: number[] = []
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms: number) => {
    // Who only waits hands over what ends the wait; the database's own timers take no value.
    if (work.length === 0) return real(work, ms)
    waits.push(ms)
    return real(work, 0)
  }) as typeof setTimeout)
  const asked = {
    bankId: bank.bankId,
    purpose: 'field',
    now: () => '',
    reseal: async () => 0,
  } as const
  await rotateKeys(bank.store, asked)
  expect(waits).toEqual([10_000, 10_000])
})

it('there is nothing to rotate where nothing is sealed', async () => {
  const open = sealedStore(bare, clearVault)
  const asked = { bankId: 'bnk_x', purpose: 'field', now: () => '', reseal: async () => 0 } as const
  await expect(rotateKeys(open, asked)).rejects.toThrow('no keys to rotate')
})
