import type { CustomerId } from '@crm/core'
import { describe, expect, it, vi } from 'vitest'
import { bankLine, json, problem } from '../../test/bank-line.ts'

const id = (name: string | number) => `cus_${name}` as CustomerId
const customer = (of: string) => ({ id: of, version: 1, name: of })

/** Knows every customer but those whose number is a multiple of ten. */
const bank = (request: Request) => {
  const { pathname, searchParams } = new URL(request.url)
  const known = (one: string) => !one.endsWith('0')
  const ids = searchParams.get('ids')
  if (ids !== null) return json({ items: ids.split(',').filter(known).map(customer) })
  const one = pathname.split('/').at(-1) ?? ''
  return known(one) ? json(customer(one)) : problem(404, 'customer.not_found')
}

const withoutOld = ({ url }: Request) => new Request(url.replace(/cus_old(%2C)?/, ''))

const idsOf = (request: Request | undefined) =>
  new URL(request?.url ?? '').searchParams.get('ids')?.split(',') ?? []

describe('customers asked for one by one', () => {
  it('in the same tick cost one request, each named once', async () => {
    const { crm, seen } = bankLine(bank)
    const names = ['li', 'wang', 'li', 'sun']
    const found = await Promise.all(names.map((name) => crm.customers.get(id(name))))
    expect(found.map((one) => one.id)).toEqual(names.map(id))
    expect(seen).toHaveLength(1)
    expect(idsOf(seen[0])).toEqual([id('li'), id('wang'), id('sun')])
  })

  it('go a hundred at a time', async () => {
    const { crm, seen } = bankLine(bank)
    const ids = Array.from({ length: 250 }, (_, at) => id(`a${at}x`))
    await Promise.all(ids.map((one) => crm.customers.get(one)))
    expect(seen.map((request) => idsOf(request).length)).toEqual([100, 100, 50])
  })

  it('alone, or one after another, are read alone', async () => {
    const { crm, seen } = bankLine(bank)
    await crm.customers.get(id('li'))
    await crm.customers.get(id('wang'))
    expect(seen.map(({ url }) => new URL(url).pathname)).toEqual([
      '/crm/customers/cus_li',
      '/crm/customers/cus_wang',
    ])
  })

  it('fail for the one who asked for somebody out of sight, and for nobody else', async () => {
    const { crm } = bankLine(bank)
    const [li, nobody] = await Promise.allSettled([
      crm.customers.get(id('li')),
      crm.customers.get(id('10')),
    ])
    expect(li).toMatchObject({ status: 'fulfilled' })
    expect(nobody).toMatchObject({
      status: 'rejected',
      reason: { code: 'customer.not_found' },
    })
  })

  it('are found under an old id when they stand under another', async () => {
    const { crm, seen } = bankLine((request) =>
      request.url.endsWith('/cus_old') ? json(customer('cus_li')) : bank(withoutOld(request)),
    )
    const [old, wang] = await Promise.all([
      crm.customers.get(id('old')),
      crm.customers.get(id('wang')),
    ])
    expect([old.id, wang.id]).toEqual([id('li'), id('wang')])
    expect(seen).toHaveLength(2)
    expect((await crm.customers.get(id('old'))).id).toBe(id('li'))
  })

  it('are not spoilt by an id that is none', async () => {
    const { crm, seen } = bankLine((request) =>
      request.url.includes('%3B') ? problem(400, 'request.invalid') : bank(request),
    )
    const [li, wang, wrong] = await Promise.allSettled(
      ['cus_li', 'cus_wang', "'; drop"].map((one) => crm.customers.get(one as CustomerId)),
    )
    expect([li?.status, wang?.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(wrong).toMatchObject({ reason: { code: 'request.invalid' } })
    expect(seen).toHaveLength(2)
  })

  it('all fail with the request that carried them', async () => {
    const { crm } = bankLine(() => problem(403, 'access.denied'))
    const ended = await Promise.allSettled(
      ['li', 'wang'].map((name) => crm.customers.get(id(name))),
    )
    expect(ended.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
      'access.denied',
      'access.denied',
    ])
  })

  it('go on when one of those who asked leaves', async () => {
    const leaving = new AbortController()
    const { crm } = bankLine(bank)
    const left = crm.customers.get(id('li'), { signal: leaving.signal })
    const stays = crm.customers.get(id('li'))
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'network.aborted' })
    await expect(stays).resolves.toMatchObject({ id: 'cus_li' })
  })

  it('are called off once all who asked have left', async () => {
    const leaving = new AbortController()
    const { signal } = leaving
    const { crm, seen, stopped } = bankLine(() => new Promise<Response>(() => undefined))
    const ended = Promise.allSettled(
      ['li', 'wang'].map((name) => crm.customers.get(id(name), { signal })),
    )
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    leaving.abort()
    await ended
    await vi.waitFor(() => expect(stopped()).toEqual([true]))
  })
})

describe('several customers at once', () => {
  it('come in the order asked, without those out of sight, however many', async () => {
    const { crm, seen } = bankLine(bank)
    const ids = Array.from({ length: 205 }, (_, at) => id(204 - at))
    const found = await crm.customers.getMany(ids)
    expect(found.map((one) => one.id)).toEqual(ids.filter((one) => !one.endsWith('0')))
    expect(seen).toHaveLength(3)
  })

  it('none at all costs nothing', async () => {
    const { crm, seen } = bankLine(bank)
    expect(await crm.customers.getMany([])).toEqual([])
    expect(seen).toHaveLength(0)
  })
})
