import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { newToldBank } from '../../../../../tests/told-bank.ts'
import { START } from './outbox.ts'
import { LeaseLost } from './outbox-lease.ts'
import type { Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())
const newBank = () => newToldBank(store)

describe('the right to read for a consumer', () => {
  it('is one’s alone until it is let go, with a higher number for each', async () => {
    const bank = newBank()
    const first = await bank.lease({ from: '7.8' })
    expect([first?.fence, first?.position]).toEqual([1, '7.8'])
    expect(await bank.lease()).toBeUndefined()
    expect((await bank.lease({ consumer: 'mail' }))?.fence).toBe(1)
    first!.pass('7.9')
    await first!.release()
    const second = await bank.lease({ from: '1.1' })
    expect([second?.fence, second?.position]).toEqual([2, '7.9'])
  })

  it('is another bank’s for another bank', async () => {
    const [bank, next] = [newBank(), newBank()]
    expect((await bank.lease())?.fence).toBe(1)
    const theirs = await next.lease()
    await theirs!.release()
    expect((await next.lease())?.fence).toBe(2)
    expect((await bank.consumers()).map(({ fence, held }) => [fence, held])).toEqual([[1, true]])
  })

  it('is lost once its time is over and another came', async () => {
    const bank = newBank()
    const slow = await bank.lease()
    await bank.runOut()
    const next = await bank.lease()
    slow!.pass('9.9')
    let worked = false
    const work = async () => {
      worked = true
    }
    await expect(slow!.settle(work)).rejects.toThrow(LeaseLost)
    await expect(slow!.settle()).rejects.toMatchObject({ name: 'LeaseLost' })
    await expect(slow!.release()).rejects.toThrow(LeaseLost)
    expect(worked).toBe(false)
    next!.pass('3.3')
    await next!.settle(work)
    expect(worked).toBe(true)
    expect((await bank.consumers())[0]).toMatchObject({ position: '3.3', held: true, fence: 2 })
  })

  it('is settled together with its work, or not at all', async () => {
    const bank = newBank()
    const lease = await bank.lease()
    lease!.pass('5.5')
    const failing = lease!.settle(async () => {
      throw new Error('the machine went off')
    })
    await expect(failing).rejects.toThrow('the machine went off')
    expect((await bank.consumers())[0]?.position).toBe(START)
  })

  it('left after a failure has come no further than what was settled', async () => {
    const bank = newBank()
    const lease = await bank.lease()
    lease!.pass('5.5')
    await lease!.settle()
    lease!.pass('6.6')
    await lease!.abandon()
    expect((await bank.consumers())[0]).toMatchObject({ position: '5.5', held: false })
  })

  it('is renewed when it would not last, and left alone while it does', async () => {
    const bank = newBank()
    const lease = await bank.lease({ leaseMs: 10_000 })
    lease!.pass('5.5')
    await lease!.lastFor(5_000)
    expect((await bank.consumers())[0]?.position).toBe(START)
    await lease!.lastFor(10_001)
    expect((await bank.consumers())[0]).toMatchObject({ position: '5.5', held: true })
    await bank.runOut()
    await lease!.settle()
    expect((await bank.consumers())[0]?.held).toBe(true)
    const clock = vi.spyOn(performance, 'now')
    const now = performance.now()
    clock.mockReturnValue(now + 8_000)
    lease!.pass('6.6')
    await lease!.lastFor(1_000)
    expect((await bank.consumers())[0]?.position).toBe('5.5')
    await lease!.lastFor(3_000)
    clock.mockRestore()
    expect((await bank.consumers())[0]?.position).toBe('6.6')
  })
})
