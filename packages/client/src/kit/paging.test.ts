import { auntLi } from '@crm/core/fixtures'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankLine, json, problem } from '../../test/bank-line.ts'

const movement = (nth: number) => ({
  id: `mov_${nth}`,
  customerId: 'cus_li',
  accountId: 'acc_li1',
  amountFen: nth,
})

/** A bank with so many movements, given out in pages as asked. */
const ledger = (count: number) => (request: Request) => {
  const { searchParams } = new URL(request.url)
  const from = Number(searchParams.get('cursor') ?? 0)
  const to = Math.min(count, from + Number(searchParams.get('limit')))
  const items = Array.from({ length: to - from }, (_, at) => movement(from + at))
  return json({ items, ...(to < count && { next: String(to) }) })
}
const query = { customerId: auntLi.id }

describe('a long list', () => {
  it('comes whole and in order, whatever its length and the size of its pages', async () => {
    const anyLength = fc.integer({ min: 0, max: 60 })
    await fc.assert(
      fc.asyncProperty(anyLength, fc.integer({ min: 1, max: 20 }), async (count, limit) => {
        const { crm, seen } = bankLine(ledger(count))
        const ids: string[] = []
        for await (const { id } of crm.holdings.eachMovement({ ...query, limit })) ids.push(id)
        expect(ids).toEqual(Array.from({ length: count }, (_, at) => `mov_${at}`))
        expect(seen).toHaveLength(Math.max(1, Math.ceil(count / limit)))
      }),
    )
  })

  it('asks for as much at once as the bank gives, where nothing else is said', async () => {
    const { crm, seen } = bankLine(ledger(250))
    const sizes: number[] = []
    for await (const { items } of crm.holdings.eachMovement(query).pages()) sizes.push(items.length)
    expect(sizes).toEqual([100, 100, 50])
    expect(seen).toHaveLength(3)
  })

  it('is read no further than one looks', async () => {
    const { crm, seen } = bankLine(ledger(1_000))
    for await (const { id } of crm.holdings.eachMovement({ ...query, limit: 10 }))
      if (id === 'mov_14') break
    expect(seen).toHaveLength(2)
  })

  it('begins anew with each loop, at the cursor one gave', async () => {
    const { crm } = bankLine(ledger(12))
    const listing = crm.holdings.eachMovement({ ...query, cursor: '9' })
    for (const _round of [1, 2]) {
      const ids: string[] = []
      for await (const { id } of listing) ids.push(id)
      expect(ids).toEqual(['mov_9', 'mov_10', 'mov_11'])
    }
  })

  it('stops when it is called off', async () => {
    const leaving = new AbortController()
    const { crm, seen } = bankLine(ledger(1_000))
    const { signal } = leaving
    const read = async () => {
      for await (const _ of crm.holdings.eachMovement(query, { signal })) leaving.abort()
    }
    await expect(read()).rejects.toMatchObject({ code: 'network.aborted' })
    expect(seen).toHaveLength(1)
  })

  it('fails where it fails, after what came before', async () => {
    const { crm } = bankLine((request, nth) =>
      nth === 0 ? ledger(20)(request) : problem(400, 'page.cursor_invalid'),
    )
    let got = 0
    const read = async () => {
      for await (const _ of crm.holdings.eachMovement({ ...query, limit: 10 })) got++
    }
    await expect(read()).rejects.toMatchObject({ code: 'page.cursor_invalid' })
    expect(got).toBe(10)
  })

  it('whose page names itself as the next does not go round for ever', async () => {
    const { crm } = bankLine(() => json({ items: [movement(1)], next: 'here' }))
    const read = async () => {
      for await (const _ of crm.holdings.eachMovement(query));
    }
    await expect(read()).rejects.toMatchObject({ code: 'network.unexpected_answer' })
  })
})
