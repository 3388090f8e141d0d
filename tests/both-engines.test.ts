import { auntLi, chenBo, day, liuFang, qianJin, zhang } from '@crm/core/fixtures'
import { migrate, migrations } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from './postgres.ts'

// One bank on both engines: whoever asks gets the same answer, to the letter.

const banks: TestBank[] = []
const url = await createPostgresDatabase()

beforeAll(async () => {
  if (url === undefined) return
  const store = openPostgresStore({ connect: url })
  await migrate(store, migrations)
  banks.push(await openTestBank(), await openTestBank({ store }))
})
afterAll(async () => {
  for (const bank of banks) await bank.close()
})

const onBoth = async <T>(ask: (bank: TestBank) => Promise<T>): Promise<T> => {
  const [embedded, postgres] = banks as [TestBank, TestBank]
  const first = await ask(embedded)
  expect(await ask(postgres)).toEqual(first)
  return first
}

describe.skipIf(url === undefined)('PGlite and PostgreSQL', () => {
  it.each([
    '',
    'lgf',
    'liguifang',
    '李',
    '桂',
    '柳河村',
    '5678',
    '+86 154-0012-5678',
    auntLi.idNumber ?? '',
    "'; drop table customer; --",
    '%',
    '_',
    '\\',
    '𠮷',
  ])('find the same customers for "%s", in the same order', async (text) => {
    const found = await onBoth(
      async (bank) => (await bank.as(qianJin).customers.search({ text })).items,
    )
    if (['lgf', '李', auntLi.idNumber].includes(text)) expect(found.length).toBeGreaterThan(0)
    if (['%', '_', '\\'].includes(text)) expect(found).toEqual([])
  })

  it.each([chenBo, liuFang, qianJin])('show $name the same page of Aunt Li', async (person) => {
    const overview = await onBoth((bank) => bank.as(person).desk.getOverview(auntLi.id))
    expect(overview.movements.length).toBeGreaterThan(0)
  })

  it('page through the same customers, each once', async () => {
    const ids = await onBoth(async (bank) => {
      const all: string[] = []
      const query = { text: '', limit: 2 }
      for await (const { id } of bank.as(qianJin).customers.eachFound(query)) all.push(id)
      return all
    })
    expect(ids.length).toBeGreaterThan(5)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('page through the same movements, newest first, each once', async () => {
    const ids = await onBoth(async (bank) => {
      const all: string[] = []
      const query = { customerId: zhang.id, limit: 3 }
      for await (const { id } of bank.as(qianJin).holdings.eachMovement(query)) all.push(id)
      return all
    })
    expect(new Set(ids).size).toBe(zhang.movements.length)
    expect(ids).toHaveLength(zhang.movements.length)
  })

  it('page through the same reminders: what presses first, then what is dear', async () => {
    const due = await onBoth(async (bank) => {
      const all: { dueOn: string; stakeFen: unknown }[] = []
      const query = { asOf: day('2026-03-05'), limit: 1 }
      for await (const { reminder } of bank.as(qianJin).reminders.eachDue(query))
        all.push({ dueOn: reminder.dueOn, stakeFen: reminder.stakeFen })
      return all
    })
    const later = due.map(({ dueOn }) => Number(dueOn > '2026-03-12'))
    expect(later).toEqual([...later].sort())
    const pressing = due.filter(({ dueOn }) => dueOn <= '2026-03-12')
    const stakes = pressing.map(({ stakeFen }) => Number(stakeFen))
    expect(stakes).toEqual([...stakes].sort((a, b) => b - a))
    expect(stakes.length).toBeGreaterThan(1)
  })

  it('have the same reminders, and close them alike', async () => {
    const closed = await onBoth(async (bank) => {
      const { items } = await bank.crm.reminders.listDue({ asOf: day('2026-03-05') })
      const { id, version } = items[0]!.reminder
      return [items, await bank.crm.reminders.close(id, 'done', { version })]
    })
    expect(closed[0]).not.toHaveLength(0)
  })

  it('count the same segment, and refuse the same name twice', async () => {
    const criteria = {
      any: [
        { field: 'assetsFen', is: 'ge', value: 1_000_000 },
        { not: { field: 'products', is: 'hasAny', value: ['loan'] } },
      ],
    } as const
    const counted = await onBoth(async (bank) => {
      const crm = bank.as(qianJin)
      const preview = await crm.segments.preview({ criteria })
      const made = await crm.segments.create({ name: '试验', criteria })
      const again = await crm.segments
        .create({ name: '试验', criteria })
        .catch((error: { code: string }) => error.code)
      return [preview, made.name, again]
    })
    expect(counted[2]).toBe('segment.name_taken')
  })
})
