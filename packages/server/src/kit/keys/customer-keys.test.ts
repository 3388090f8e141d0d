import { auntLi, bank, zhang } from '@crm/core/fixtures'
import { testVault } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import type { Store } from '../store/store.ts'
import type { BankKeys } from './bank-keys.ts'
import { customerKeys } from './customer-keys.ts'

describe('the keys of many customers', () => {
  let store: Store
  let keys: BankKeys
  beforeAll(async () => {
    store = await openMigratedStore()
    keys = await testVault().ready(store.db, bank.id)
  })
  afterAll(() => store.close())

  it('are made once, and found again', async () => {
    const made = await customerKeys(store.db, keys, [auntLi.id, auntLi.id])
    const found = await customerKeys(store.db, keys, [auntLi.id])
    expect(found.get(auntLi.id)).toBe(made.get(auntLi.id))
  })

  it('are those of whoever was quicker, where two make one at once', async () => {
    const quick = keys.newCustomerKey(zhang.id)
    let written: Promise<unknown> = Promise.resolve()
    vi.spyOn(keys, 'newCustomerKey').mockImplementationOnce((id) => {
      // Another call writes theirs between our look and our own writing.
      written = store.db
        .insertInto('customer_key')
        .values({ bank_id: bank.id, customer_id: id, wrapped: quick.wrapped })
        .execute()
      return keys.newCustomerKey(id)
    })
    const found = await customerKeys(store.db, keys, [zhang.id])
    await written
    const { wrapped } = await store.db
      .selectFrom('customer_key')
      .select('wrapped')
      .where('customer_id', '=', zhang.id)
      .executeTakeFirstOrThrow()
    expect(wrapped).toBe(quick.wrapped)
    expect(Buffer.from(found.get(zhang.id)!.bytes)).toEqual(Buffer.from(quick.key.bytes))
  })
})
