import { auntLi, chenBo, guQuan, heJing, liuFang } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../engines.ts'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank()
})
afterAll(() => house.close())

const found = async (person: typeof chenBo, text: string) => {
  const crm = house.as(person, { purpose: () => 'incoming-call' })
  return (await crm.customers.search({ text })).items.map(({ id }) => id)
}

describe('a name that somebody gets masked', () => {
  it.each(['李', '李桂', '桂芳', 'lgf', 'liguifang', 'LGF', auntLi.village!])(
    'is not spelt out by a search for %s',
    async (text) => {
      expect(await found(liuFang, text)).toContain(auntLi.id)
      expect(await found(heJing, text)).toEqual([])
      expect(await found(guQuan, text)).toEqual([])
    },
  )

  it('is found whole, by whom it is shown to and by whom it is not', async () => {
    for (const person of [liuFang, heJing, guQuan])
      expect(await found(person, auntLi.name)).toContain(auntLi.id)
  })

  it('neither sorts a list nor stands in its cursor', async () => {
    const crm = house.as(heJing)
    const first = await crm.customers.search({ text: '', limit: 3 })
    const ids = [...first.items.map(({ id }) => id)]
    expect(ids).toEqual([...ids].sort())
    const rest = await crm.customers.search({ text: '', limit: 100, cursor: first.next! })
    expect(new Set([...ids, ...rest.items.map(({ id }) => id)]).size).toBe(
      ids.length + rest.items.length,
    )
    expect(Buffer.from(first.next!, 'base64').toString()).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('is asked for no more often than a number may be', async () => {
    const other = await openTestBank({ limits: { exactSearchesPerHour: 2 } })
    const ask = (person: typeof chenBo, text: string) =>
      codeOf(other.as(person, { retries: 0 }).customers.search({ text }))
    const codes = [await ask(heJing, '李一'), await ask(heJing, '李二'), await ask(heJing, '李三')]
    expect(codes.at(-1)).toBe('access.too_many_requests')
    expect(await ask(liuFang, '李四')).toBe('nothing went wrong')
    for (let four = 0; four < 3; four++) await ask(liuFang, `567${four}`)
    expect(await ask(liuFang, '5678')).toBe('access.too_many_requests')
    await other.close()
  })
})

describe('a cursor', () => {
  it('reads on for the person it was given to, and for nobody else', async () => {
    const { next } = await house.as(chenBo).customers.search({ text: '', limit: 1 })
    const on = (person: typeof chenBo, cursor: string) =>
      codeOf(house.as(person).customers.search({ text: '', limit: 1, cursor }))
    expect(await on(chenBo, next!)).toBe('nothing went wrong')
    expect(await on(liuFang, next!)).toBe('page.cursor_invalid')
    expect(await on(chenBo, '[0,"","cus_li"]')).toBe('page.cursor_invalid')
    expect(await on(chenBo, btoa('[0,"","cus_li"]'))).toBe('page.cursor_invalid')
  })
})

it('an account’s number does not tell whose it is to who knows nothing of accounts', async () => {
  const { number } = auntLi.accounts[0]!
  expect(await found(liuFang, number)).toContain(auntLi.id)
  expect(await found(guQuan, number)).toEqual([])
})
