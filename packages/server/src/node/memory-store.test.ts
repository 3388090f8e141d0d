import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { migrate } from '../kit/store/migrate.ts'
import { migrations } from '../migrations/index.ts'
import { openMemoryStore } from './memory-store.ts'
import type { EmbeddedStore } from './pglite-store.ts'

const cache = mkdtempSync(join(tmpdir(), 'crm-images-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

const found = (store: EmbeddedStore) => store.db.selectFrom('bank').select('name').execute()

it('is filled once, and every bank after the first is a copy of its own', async () => {
  let filled = 0
  const options = {
    migrations,
    cache,
    fill: {
      name: 'one bank',
      with: async (store: EmbeddedStore) => {
        filled++
        await store.db
          .insertInto('bank')
          .values({
            bank_id: 'bnk_shiqiao',
            name: '石桥农商银行',
            currency: 'CNY',
            business_date: '2026-03-05',
          })
          .execute()
      },
    },
  }
  const first = await openMemoryStore(options)
  const second = await openMemoryStore(options)
  await first.db.deleteFrom('bank').execute()
  expect(await found(first)).toEqual([])
  expect(await found(second)).toEqual([{ name: '石桥农商银行' }])
  expect(await migrate(second, migrations)).toEqual([])
  expect(filled).toBe(1)
  expect(readdirSync(cache).filter((file) => file.endsWith('.tar'))).toHaveLength(1)
  await Promise.all([first.close(), second.close()])
})

it('is not mistaken for one with another schema', async () => {
  const store = await openMemoryStore({ migrations: migrations.slice(0, 1), cache })
  expect(await migrate(store, migrations)).toHaveLength(migrations.length - 1)
  expect(existsSync(cache)).toBe(true)
  await store.close()
})
