import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { newToldBank } from '../../../../../tests/told-bank.ts'
import { appendEvents, latestPosition, readPosition, START } from './outbox.ts'
import type { Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())
const newBank = () => newToldBank(store)

describe('the outbox', () => {
  it('gives back what was told, in order, with where to go on from', async () => {
    const bank = newBank()
    const place = { customerId: 'cus_li', branchId: 'brn_town', managerId: 'stf_chen' }
    await bank.append(bank.event('opened', place), bank.event('closed'))
    await newBank().tell('li elsewhere')
    const [first, second, ...more] = await bank.read()
    expect(more).toEqual([])
    expect(first).toEqual({
      ...bank.event('opened', place),
      position: expect.stringMatching(/^\d+\.\d+$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(second).toMatchObject({ deed: 'closed', branchId: '', managerId: '' })
    expect(second).not.toHaveProperty('customerId')
    expect(await bank.read(first!.position)).toEqual([second])
    expect(await bank.read(second!.position)).toEqual([])
    expect(await bank.read(START, 1)).toEqual([first])
    expect(await latestPosition(store.db, bank.bankId)).toBe(second!.position)
  })

  it('gives a hundred at once where nobody asks for more', async () => {
    const bank = newBank()
    await bank.tell(...Array.from({ length: 101 }, (_, n) => `li ${n}`))
    expect(await bank.read()).toHaveLength(100)
    expect(await bank.read(START, 200)).toHaveLength(101)
  })

  it('of a bank to which nothing happened is empty from its beginning', async () => {
    const bank = newBank()
    await bank.append()
    expect(await bank.read()).toEqual([])
    expect(await latestPosition(store.db, bank.bankId)).toBe(START)
  })

  it('tells nothing of a transaction that was rolled back', async () => {
    const bank = newBank()
    const failed = store.transaction(async (tx) => {
      await appendEvents(tx, [bank.event('opened')])
      throw new Error('the machine went off')
    })
    await expect(failed).rejects.toThrow('the machine went off')
    expect(await bank.read()).toEqual([])
  })

  it.each([
    '',
    '1',
    '1.',
    '.1',
    '1.2.3',
    'a.1',
    '1.a',
    ' 1.2',
    '1.2 ',
    `${'1'.repeat(20)}.1`,
    `1.${'1'.repeat(19)}`,
  ])('was never at "%s"', async (position) => {
    expect(await codeOf(newBank().read(position))).toBe('page.cursor_invalid')
  })

  it('knows long positions', () => {
    const [txId, seq] = ['1'.repeat(19), '2'.repeat(18)]
    expect(readPosition(`${txId}.${seq}`)).toEqual([txId, seq])
  })
})
