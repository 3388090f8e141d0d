import type { TimelineEntry } from '@crm/core'
import {
  auntLi,
  chenBo,
  liuFang,
  qianJin,
  staff,
  bank as stoneBridge,
  sunLi,
} from '@crm/core/fixtures'
import { migrate, migrations } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from './postgres.ts'

const url = await createPostgresDatabase()
const engines = url === undefined ? ['PGlite'] : ['PGlite', 'PostgreSQL']

describe.each(engines)('the timeline of a customer on %s', (engine) => {
  let bank: TestBank
  beforeAll(async () => {
    if (engine === 'PGlite') bank = await openTestBank()
    else {
      const store = openPostgresStore({ connect: url! })
      await migrate(store, migrations)
      bank = await openTestBank({ store })
    }
    const crm = bank.as(chenBo)
    const reminders = (
      await crm.reminders.listDue({ asOf: stoneBridge.businessDate })
    ).items.filter(({ customer }) => customer.id === auntLi.id)
    for (const { reminder } of reminders)
      await crm.reminders.close(reminder.id, 'done', { version: reminder.version })
    const { version } = await crm.customers.get(auntLi.id)
    await crm.customers.edit(auntLi.id, { village: '桃园村' }, { version })
    await crm.customers.edit(auntLi.id, { village: '柳河村' }, { version: version + 1 })
  })
  afterAll(() => bank.close())

  const whole = async (person = qianJin, limit = 100): Promise<readonly TimelineEntry[]> => {
    const entries: TimelineEntry[] = []
    for await (const entry of bank.as(person).desk.eachInTimeline(auntLi.id, { limit }))
      entries.push(entry)
    return entries
  }

  it('tells of every room in one list, the latest first', async () => {
    const entries = await whole()
    const days = entries.map(({ on }) => on)
    expect(days).toEqual([...days].sort().reverse())
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(
      new Set(['reminder', 'change', 'movement']),
    )
    for (const entry of entries) expect(entry[entry.kind], entry.kind).toBeDefined()
  })

  it('has all of her movements, each once', async () => {
    const ids = (await whole()).filter(({ kind }) => kind === 'movement').map(({ id }) => id)
    const movements: string[] = []
    for await (const { id } of bank.as(qianJin).holdings.eachMovement({ customerId: auntLi.id }))
      movements.push(id)
    expect(ids).toEqual(movements)
  })

  it.each([1, 2, 3, 7])('is the same list, read %i at a time', async (limit) => {
    expect(await whole(qianJin, limit)).toEqual(await whole())
  })

  it('says what changed and who did it, and shows no value', async () => {
    const { items } = await bank.as(qianJin).desk.getTimeline(auntLi.id, { kind: 'change' })
    expect(items[0]?.change).toMatchObject({
      cause: 'edit',
      byStaffId: chenBo.id,
      fields: ['village'],
    })
    expect(JSON.stringify(items)).not.toContain('桃园村')
  })

  it('keeps to the days asked for, both included', async () => {
    const all = await whole()
    const [first, last] = [all.at(-3)!.on, all[3]!.on]
    const { items } = await bank
      .as(qianJin)
      .desk.getTimeline(auntLi.id, { from: first, to: last, limit: 100 })
    expect(items).toEqual(all.filter(({ on }) => on >= first && on <= last))
  })

  it('leaves out of a teller’s list what is not theirs to read', async () => {
    const kinds = new Set((await whole(liuFang)).map(({ kind }) => kind))
    expect(kinds.has('movement')).toBe(true)
    expect(kinds.has('reminder')).toBe(false)
  })

  it('masks in it what is masked elsewhere', async () => {
    const memos = (await whole(liuFang)).flatMap(({ movement }) => movement?.memo ?? [])
    expect(memos.length).toBeGreaterThan(0)
    for (const memo of memos) expect(memo).toHaveProperty('masked')
  })

  it.each([sunLi, staff.find(({ name }) => name === '唐亮')!])(
    'is not there for $name, who does not see her',
    async (person) => {
      await expect(bank.as(person).desk.getTimeline(auntLi.id)).rejects.toMatchObject({
        code: expect.stringMatching(/^(customer\.not_found|access\.denied)$/),
      })
    },
  )

  it('refuses a place that is none of its own', async () => {
    await expect(
      bank.as(qianJin).desk.getTimeline(auntLi.id, { cursor: 'WyJ4Il0=' }),
    ).rejects.toMatchObject({ code: 'page.cursor_invalid' })
  })
})
