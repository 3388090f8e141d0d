import { auntLi, type chenBo, day, liuFang, staff, sunLi, zhouMin } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let bank: TestBank
beforeEach(async () => {
  bank = await openTestBank()
})
afterEach(() => bank.close())

/** Read a stream's text until it says something, or time is up. */
async function listen(
  person: typeof chenBo,
  until: (text: string) => boolean,
  lastEventId?: string,
  milliseconds = 4_000,
): Promise<string> {
  const stop = new AbortController()
  const response = await bank.request(
    '/events',
    { signal: stop.signal, ...(lastEventId && { headers: { 'last-event-id': lastEventId } }) },
    person,
  )
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const timer = setTimeout(() => stop.abort(), milliseconds)
  let text = ''
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value
      if (until(text)) break
    }
  } finally {
    clearTimeout(timer)
    stop.abort()
    await reader.cancel()
  }
  return text
}
const heard = (text: string) => text.includes('event: changed')

async function closeOne(): Promise<void> {
  const { items } = await bank.crm.reminders.listDue({ asOf: day('2026-03-05') })
  const { reminder } = items.find(({ reminder }) => reminder.customerId === auntLi.id)!
  await bank.crm.reminders.close(reminder.id, 'done', { version: reminder.version })
}

describe('the event stream', () => {
  it('tells the branch head when Chen Bo closes a reminder', async () => {
    const listening = listen(zhouMin, heard)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await closeOne()
    expect(await listening).toContain('"room":"reminders","deed":"close"')
  })

  it('goes on after the last event that was heard', async () => {
    const opening = await listen(zhouMin, (text) => text.includes('event: ready'))
    const position = /^id: (\S+)$/m.exec(opening)?.[1]
    await closeOne()
    const missed = await listen(zhouMin, heard, position)
    expect(missed.match(/event: changed/g)).toHaveLength(1)
    const last = [...missed.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1]
    const again = await listen(zhouMin, heard, last, 300)
    expect(again).not.toContain('event: changed')
  })

  it('tells nobody what they may not see', async () => {
    const opening = await listen(liuFang, (text) => text.includes('event: ready'))
    const position = /^id: (\S+)$/m.exec(opening)?.[1]
    await closeOne()
    for (const person of [liuFang, sunLi]) {
      const text = await listen(person, (said) => said.includes('event: seen'), position)
      expect(text).not.toContain('event: changed')
      expect(text).not.toContain('cus_li')
    }
  })

  it('tells who shares a customer, and nobody of one whose data are restricted', async () => {
    const wu = staff.find(({ id }) => id === 'stf_wu')!
    const opening = await listen(wu, (text) => text.includes('event: ready'))
    const position = /^id: (\S+)$/m.exec(opening)?.[1]
    await closeOne()
    const ends = (said: string) => heard(said) || said.includes('event: seen')
    expect(heard(await listen(wu, ends, position))).toBe(false)
    const share = {
      customer_id: auntLi.id,
      staff_id: wu.id,
      from_on: '2026-03-01',
      share_bp: 5_000,
    }
    const of = { bank_id: 'bnk_shiqiao', to_on: null }
    await bank.store.db
      .insertInto('customer_owner')
      .values({ ...of, ...share })
      .execute()
    expect(heard(await listen(wu, ends, position))).toBe(true)
    await bank.store.db
      .updateTable('customer')
      .set({ restricted: true })
      .where('customer_id', '=', auntLi.id)
      .execute()
    for (const person of [wu, zhouMin])
      expect(heard(await listen(person, ends, position))).toBe(false)
  })

  it('carries ids alone: no name, number or amount', async () => {
    const listening = listen(zhouMin, heard)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await closeOne()
    const text = await listening
    expect(text).not.toContain(auntLi.name)
    expect(text).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('reaches the client as an event of its own', async () => {
    const zhou = bank.as(zhouMin)
    const changed = new Promise((resolve) => zhou.events.on('changed', resolve))
    const stop = zhou.connect()
    await new Promise<void>((resolve) => zhou.events.on('connected', () => resolve()))
    await closeOne()
    expect(await changed).toMatchObject({ room: 'reminders', deed: 'close', origin: 'server' })
    stop()
  })
})
