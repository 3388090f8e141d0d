import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { gmSuite, sealedCustomer } from '../../../../../tests/node-keys.ts'
import { newSealedBank } from '../../../../../tests/sealed-bank.ts'
import { type Store, sealedStore } from '../store/store.ts'
import { customerKeys } from './customer-keys.ts'
import { ownKey } from './own-key.ts'
import { type ResealOptions, resealTable } from './reseal.ts'
import { clearVault, openVault } from './vault.ts'

let bare: Store
beforeAll(async () => {
  bare = await openMigratedStore()
})
afterAll(() => bare.close())

const li = { phone: '13812345678', id_number: '51010219680318234X', address: '柳河村三组' }
const three = [li, { phone: '13900005678' }, { address: '双井村' }]
/** Open the customers of a bank and bring them under the keys of today. */
const seal = (bank: ReturnType<typeof newSealedBank>, more: Partial<ResealOptions> = {}) =>
  resealTable(bank.store, sealedCustomer, { bankId: bank.bankId, ...more })

/** A bank whose customers are sealed. */
async function sealedBank() {
  const bank = newSealedBank(bare)
  await bank.plant(...three)
  await seal(bank)
  const keys = await bank.ready()
  const open = async (column: 'phone' | 'id_number' | 'address') => {
    const wrapped = new Map((await bank.ownKeys()).map((row) => [row.customer_id, row.wrapped]))
    return (await bank.stored()).map((row) => {
      const own = keys.customerKey(row.customer_id, wrapped.get(row.customer_id)!)
      const place = { table: 'customer', column, rowId: row.customer_id }
      return row[column] === null ? null : keys.openOwn(own, place, row[column])
    })
  }
  return { ...bank, keys, open }
}

describe('turning sealing on', () => {
  it('seals whatever lay open, under each customer’s own key, and makes it findable', async () => {
    const bank = await sealedBank()
    const rows = await bank.stored()
    for (const { phone, id_number, address } of rows)
      for (const value of [phone, id_number, address])
        if (value !== null) expect(value).toMatch(/^v1\.gcm\.c\./)
    expect(await bank.open('phone')).toEqual([li.phone, '13900005678', null])
    expect(await bank.open('id_number')).toEqual([li.id_number, null, null])
    expect(await bank.open('address')).toEqual([li.address, null, '双井村'])
    expect(rows.map((row) => row.phone_index)).toEqual([
      bank.keys.index('phone', li.phone),
      bank.keys.index('phone', '13900005678'),
      null,
    ])
    expect(rows.map((row) => row.phone_tail)).toEqual([
      bank.keys.tail('phone', '5678-5678'),
      bank.keys.tail('phone', '5678-5678'),
      null,
    ])
    expect(await bank.ownKeys()).toHaveLength(3)
  })

  it('tells how many it wrote, and finds nothing to do the second time', async () => {
    const bank = newSealedBank(bare)
    await bank.plant(...three)
    const neighbour = newSealedBank(bare)
    await neighbour.plant(li)
    expect(await seal(bank, { batch: 2 })).toBe(3)
    const rows = await bank.stored()
    expect(await seal(bank, { batch: 2 })).toBe(0)
    expect(await bank.stored()).toEqual(rows)
    expect((await neighbour.stored())[0]?.phone).toBe(li.phone)
  })

  it('goes on after where it was', async () => {
    const bank = newSealedBank(bare)
    await bank.plant(...three)
    const told: { after: string; rows: number }[] = []
    const stop = new AbortController()
    const stopped = seal(bank, {
      batch: 2,
      signal: stop.signal,
      onBatch: async (progress) => {
        told.push(progress)
        stop.abort(new Error('the machine went off'))
      },
    })
    await expect(stopped).rejects.toThrow('the machine went off')
    expect(told).toEqual([{ after: '["cus_2","cus_2"]', rows: 2 }])
    expect((await bank.stored())[2]?.address).toBe('双井村')
    await bank.set('cus_1', { address: 'open again' })
    expect(await seal(bank, { after: told[0]!.after })).toBe(1)
    const [first, , third] = await bank.stored()
    expect(first?.address).toBe('open again')
    expect(third?.address).toMatch(/^v1\./)
  })

  it('loses nothing that somebody saved in between, and seals that as well', async () => {
    const bank = newSealedBank(bare)
    await bank.plant({ phone: li.phone }, { phone: '13900005678' })
    let saved = 0
    const busy: Store = {
      ...bank.store,
      transaction: async (work, options) => {
        saved += 1
        if (saved === 1) await bank.set('cus_1', { phone: '13811112222' })
        return bank.store.transaction(work, options)
      },
    }
    const pages: number[] = []
    const onBatch: ResealOptions['onBatch'] = async ({ rows }) => void pages.push(rows)
    const asked = { bankId: bank.bankId, onBatch }
    expect(await resealTable(busy, sealedCustomer, asked)).toBe(2)
    expect([saved, pages]).toEqual([2, [2]])
    const keys = await bank.ready()
    const rows = await bank.stored()
    expect(rows.map((row) => row.phone_index)).toEqual([
      keys.index('phone', '13811112222'),
      keys.index('phone', '13900005678'),
    ])
    for (const { phone } of rows) expect(phone).toMatch(/^v1\.gcm\.c\./)
  })
})

describe('a row is written anew', () => {
  it.each([
    ['where one value of it lies open', { address: '柳河村' }],
    ['where it is found by a mark of another key', { phone_index: '0.abc' }],
    ['where its last four are', { phone_tail: '0.abc' }],
  ])('%s', async (_what, change) => {
    const bank = await sealedBank()
    const before = await bank.stored()
    await bank.set('cus_1', change)
    expect(await seal(bank)).toBe(1)
    const after = await bank.stored()
    expect(after[0]).toMatchObject({
      phone_index: before[0]!.phone_index,
      phone_tail: before[0]!.phone_tail,
    })
    expect(after[0]?.address).toMatch(/^v1\./)
    expect(after.slice(1)).toEqual(before.slice(1))
  })

  it('but not for a number that is not there, or has no last four', async () => {
    const bank = await sealedBank()
    await bank.set('cus_3', { phone_index: '0.abc', phone_tail: '0.abc' })
    await bank.set('cus_1', { phone_tail: null })
    expect(await seal(bank)).toBe(0)
  })

  it('where another suite sealed it', async () => {
    const bank = await sealedBank()
    const { intl, gm } = { intl: bank.options.suite, gm: gmSuite }
    const vault = openVault({ ...bank.options, suite: gm, alsoOpens: [intl] })
    await bare.db
      .updateTable('data_key')
      .set({ suite: 'gm' })
      .where('bank_id', '=', bank.bankId)
      .where('purpose', '=', 'customer')
      .execute()
    await bare.db.deleteFrom('customer_key').where('bank_id', '=', bank.bankId).execute()
    for (const id of ['cus_1', 'cus_2', 'cus_3'])
      await bank.set(id, { phone: null, id_number: null })
    await bank.set('cus_1', { address: '柳河村' })
    await bank.set('cus_2', { address: (await bank.stored())[2]!.address })
    const moved = sealedStore(bare, vault)
    expect(await resealTable(moved, sealedCustomer, { bankId: bank.bankId })).toBe(3)
    const [first, second] = await bank.stored()
    expect(first?.address).toMatch(/^v1\.sm4\.c\./)
    // Its key was destroyed before: there was nothing left to seal again.
    expect(second?.address).toBeNull()
  })

  it('where nothing is sealed, so that it is found', async () => {
    const bank = newSealedBank(bare)
    await bank.plant(...three)
    const open = sealedStore(bare, clearVault)
    const asked = { bankId: bank.bankId }
    await bank.set('cus_2', { phone_index: '13900005678' })
    expect(await resealTable(open, sealedCustomer, asked)).toBe(1)
    expect(await resealTable(open, sealedCustomer, asked)).toBe(0)
    expect((await bank.stored())[0]).toMatchObject({
      phone: li.phone,
      phone_index: li.phone,
      phone_tail: '5678',
    })
    expect(await bank.ownKeys()).toEqual([])
  })
})

describe('a customer’s own key', () => {
  it('is made when it is first needed, and is the same for everybody who asks', async () => {
    const bank = newSealedBank(bare)
    const keys = await bank.ready()
    const [one, other] = await Promise.all([
      customerKeys(bare.db, keys, ['cus_1', 'cus_2', 'cus_1']),
      customerKeys(bare.db, keys, ['cus_1']),
    ])
    expect([...one.keys()].toSorted()).toEqual(['cus_1', 'cus_2'])
    expect(other.get('cus_1')).toBe(one.get('cus_1'))
    expect(await bank.ownKeys()).toHaveLength(2)
    const again = await customerKeys(bare.db, keys, ['cus_2', 'cus_3'])
    expect(again.get('cus_2')).toBe(one.get('cus_2'))
    expect(await bank.ownKeys()).toHaveLength(3)
    expect((await customerKeys(bare.db, keys, [])).size).toBe(0)
  })

  it('is its bank’s alone, and is not made where nothing is sealed', async () => {
    const [bank, next] = [newSealedBank(bare), newSealedBank(bare)]
    await customerKeys(bare.db, await bank.ready(), ['cus_1'])
    await customerKeys(bare.db, await next.ready(), ['cus_1'])
    expect(await next.ownKeys()).not.toEqual(await bank.ownKeys())
    const clear = await clearVault.ready(bare.db, bank.bankId)
    expect((await customerKeys(bare.db, clear, ['cus_9'])).size).toBe(0)
    expect(await bank.ownKeys()).toHaveLength(1)
  })

  it('comes beside the row, and not once it was destroyed', async () => {
    const [bank, next] = [await sealedBank(), await sealedBank()]
    const beside = (bankId: string) =>
      bare.db
        .selectFrom('customer')
        .select(ownKey('customer'))
        .where('bank_id', '=', bankId)
        .orderBy('customer_id')
        .execute()
    const own = (await bank.ownKeys()).map(({ wrapped }) => ({ own_key: wrapped }))
    expect(await beside(bank.bankId)).toEqual(own)
    await bare.db
      .deleteFrom('customer_key')
      .where('bank_id', '=', bank.bankId)
      .where('customer_id', '=', 'cus_2')
      .execute()
    expect(await beside(bank.bankId)).toEqual([own[0], { own_key: null }, own[2]])
    expect((await beside(next.bankId)).map((row) => row.own_key === null)).toEqual([
      false,
      false,
      false,
    ])
  })
})
