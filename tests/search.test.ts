import { auntLi, liGuifen, qianJin, bank as stoneBridge, wangNoodleShop } from '@crm/core/fixtures'
import { migrate, migrations, nameKeys } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from './postgres.ts'

// How people type, and whom they mean by it.

const url = await createPostgresDatabase()
const engines = ['PGlite', ...(url === undefined ? [] : ['PostgreSQL'])]

/** More people of one surname, so that a page ends in the middle of them. */
const neighbours = Array.from(
  { length: 30 },
  (_, n) => `李${'桂国建明华芳秀英兰红'[n % 10]}${'生平军花梅'[n % 5]}`,
)

describe.each(engines)('searching on %s', (engine) => {
  let bank: TestBank
  beforeAll(async () => {
    if (engine === 'PGlite') bank = await openTestBank()
    else {
      const store = openPostgresStore({ connect: url! })
      await migrate(store, migrations)
      bank = await openTestBank({ store })
    }
    await bank.store.db
      .insertInto('customer')
      .values(
        neighbours.map((name, n) => {
          const { pinyin, initials, sound } = nameKeys(name)
          return {
            bank_id: stoneBridge.id,
            customer_id: `cus_n${n}`,
            kind: 'person',
            name,
            name_pinyin: pinyin,
            name_initials: initials,
            name_sound: sound,
            branch_id: auntLi.branchId,
            opened_on: auntLi.openedOn,
            source: 'core',
            source_key: `n${n}`,
          }
        }),
      )
      .execute()
  })
  afterAll(() => bank.close())

  const namesFor = async (text: string) =>
    (await bank.as(qianJin).customers.search({ text })).items.map(({ name }) => String(name))

  it.each([
    ['her whole name', '李桂芳'],
    ['her given name alone', '桂芳'],
    ['her pinyin', 'liguifang'],
    ['the beginning of it', 'liguifa'],
    ['her initials', 'lgf'],
    ['a letter that changed its place', 'liguifnag'],
    ['a letter too few', 'ligifang'],
    ['a wrong letter', 'liguifamg'],
    ['the ear of the south', 'niguifan'],
    ['a clerk’s other character of the same sound', '李贵方'],
    ['capitals and an apostrophe', "LI'GUIFANG"],
    ['full-width letters', 'ｌｇｆ'],
  ])('finds Aunt Li by %s', async (_, text) => {
    expect(await namesFor(text)).toContain(auntLi.name)
  })

  it('puts the very name before names that begin so, and those before what only sounds so', async () => {
    const [first] = await namesFor('liguifang')
    expect(first).toBe(auntLi.name)
    const names = await namesFor('李桂芬')
    expect(names[0]).toBe(liGuifen.name)
  })

  it('finds a firm by a part of its name', async () => {
    expect(await namesFor('面馆')).toContain(wangNoodleShop.name)
  })

  it('pages through every way of meaning somebody, each customer once, in one order', async () => {
    const whole = (await bank.as(qianJin).customers.search({ text: 'li', limit: 100 })).items
    const paged: string[] = []
    for await (const { id } of bank.as(qianJin).customers.eachFound({ text: 'li', limit: 3 }))
      paged.push(id)
    expect(paged).toEqual(whole.map(({ id }) => id))
    expect(new Set(paged).size).toBe(paged.length)
    expect(paged.length).toBeGreaterThan(30)
  })

  it.each(['\ud7ff', '\uffff', '\u{10ffff}', '李\uffff', 'zzzz', '\u{20bb7}野'])(
    'takes the last letters there are for what they are: %j',
    async (text) => {
      expect(await namesFor(text)).toEqual([])
    },
  )
})
