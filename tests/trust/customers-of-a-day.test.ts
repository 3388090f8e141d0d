import { migrations, type Store } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RowBudget } from '../../packages/server/src/kit/limits/daily.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore({ migrations })
})
afterAll(() => store.close())

let next = 0
const someone = () => ({ bankId: 'bnk_test', staffId: `stf_${next++}`, day: '2026-03-05' })

describe('the customers of a day', () => {
  it('are counted by a read while a write of the same person waits with the only connection', async () => {
    const budget = new RowBudget()
    const who = someone()
    let entered = () => {}
    const inside = new Promise<void>((resolve) => {
      entered = resolve
    })
    const write = store.transaction(async (tx) => {
      entered()
      await new Promise((resolve) => setTimeout(resolve, 20))
      return budget.charge(tx, who, ['cus_b'], 10)
    })
    await inside
    const read = budget.charge(store.db, who, ['cus_a'], 10)
    expect(await Promise.all([write, read])).toEqual([true, true])
  })

  it('that many calls ask for at once are no more than one after another', async () => {
    const budget = new RowBudget()
    const who = someone()
    const asked = Array.from({ length: 20 }, (_, n) =>
      budget.charge(store.db, who, [`cus_${n}`], 7),
    )
    expect((await Promise.all(asked)).filter((fits) => fits)).toHaveLength(7)
  })

  it('are counted again where what they were counted for failed', async () => {
    const budget = new RowBudget()
    const who = someone()
    const failed = store.transaction(async (tx) => {
      await budget.charge(tx, who, ['cus_a'], 1)
      throw new RangeError('no')
    })
    await expect(failed).rejects.toThrow(RangeError)
    expect(await budget.charge(store.db, who, ['cus_b'], 1)).toBe(true)
    expect(await budget.charge(store.db, who, ['cus_a'], 1)).toBe(false)
  })
})
