import { type Instant, type Staff, shippedPolicies } from '@crm/core'
import { auntLi, chenBo, day, guQuan, liuFang, staff, zhang, zhouMin } from '@crm/core/fixtures'
import { installRowSecurity, migrate, migrations, type Store, sealedStore } from '@crm/server'
import { openTestBank, type TestBank, testVault } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf } from './engines.ts'

const at = (text: string) => text as Instant
const seen = ({ version }: { readonly version: number }) => ({ version })
const wu = staff.find(({ id }) => id === 'stf_wu')!
const visit = {
  customerId: auntLi.id,
  kind: 'visit',
  purpose: 'care',
  result: 'undecided',
  happenedAt: at('2026-03-05T00:30:00.000Z'),
  summary: '存单十日到期,想先看看利率。',
  participants: ['李晓东(儿子)'],
  attachments: [
    { name: '门口.jpg', sha256: 'a'.repeat(64), size: 204_800, url: 'https://files.bank/1' },
  ],
} as const
const { customerId: _whose, ...rest } = visit

describe.each(await bothEngines(20_000))('what was said to Aunt Li, on %s', (_engine, open) => {
  const there = it.skipIf(!open)
  let house: TestBank
  const log = (who: Staff) => house.as(who).interactions

  beforeAll(async () => {
    if (!open) return
    const store = sealedStore((await open()) as Store, testVault())
    await migrate(store, migrations)
    house = await openTestBank({ store, steppedUp: true, rowSecurity: true })
    await installRowSecurity(store, shippedPolicies)
  }, 60_000)
  afterAll(() => house?.close())

  there(
    'is a draft that only its writer sees and changes, and then final for everybody',
    async () => {
      const draft = await log(chenBo).create({ ...visit, submit: false })
      expect(draft).toMatchObject({ status: 'draft', version: 1, staffName: '陈波', ...rest })
      expect(await codeOf(log(zhouMin).get(draft.id))).toBe('interaction.not_found')
      expect((await log(zhouMin).listOf(auntLi.id)).items).toEqual([])

      const better = { ...rest, summary: '存单十日到期,倾向转存一年。' }
      const changed = await log(chenBo).update(draft.id, better, seen(draft))
      expect(changed).toMatchObject({ version: 2, summary: better.summary })
      expect(await codeOf(log(chenBo).submit(draft.id, { version: 1 }))).toBe('write.version_stale')
      const final = await log(chenBo).submit(draft.id, seen(changed))
      expect(final).toMatchObject({ status: 'submitted', submittedAt: house.ports.now() })

      const works = [
        () => log(chenBo).update(draft.id, better, seen(final)),
        () => log(chenBo).submit(draft.id, seen(final)),
        () => log(chenBo).discard(draft.id, seen(final)),
      ]
      for (const work of works) expect(await codeOf(work())).toBe('interaction.submitted')
      const text = (await log(zhouMin).get(draft.id)).summary
      expect(text).toBe(better.summary)
      expect(await codeOf(log(wu).get(draft.id))).toBe('interaction.not_found')
    },
  )

  there('stays as it was in the store, whatever a program forgets', async () => {
    for (const change of [`result = 'agreed'`, `happened_at = now()`, `status = 'draft'`]) {
      const work = sql.raw(`update interaction set ${change}`).execute(house.store.db)
      await expect(work, change).rejects.toThrow()
    }
  })

  there('is added to, by colleagues too, in order', async () => {
    const [entry] = (await log(chenBo).listOf(auntLi.id)).items
    await log(chenBo).addTo(entry!.id, '儿子来电确认。')
    house.ports.pass(1_000)
    const told = await log(liuFang).addTo(entry!.id, '柜面已转存。')
    expect(told.addenda).toMatchObject([
      { text: '儿子来电确认。', staffName: '陈波' },
      { text: '柜面已转存。', staffName: '刘芳' },
    ])
    expect(told).toMatchObject({ version: entry!.version, summary: entry!.summary })
    const draft = await log(chenBo).create({ ...visit, submit: false })
    expect(await codeOf(log(chenBo).addTo(draft.id, '不行'))).toBe('interaction.still_draft')
    expect(await log(chenBo).discard(draft.id, seen(draft))).toEqual({ id: draft.id })
    expect(await codeOf(log(chenBo).get(draft.id))).toBe('interaction.not_found')
  })

  there.each([
    ['what is still to come', { happenedAt: '2026-03-06T00:00:00.000Z' }, 'interaction.in_future'],
    [
      'a next step in the past',
      { nextStep: { text: '回访', on: '2026-03-04' } },
      'interaction.next_step_past',
    ],
    ['what follows nothing', { follows: 'int_none' }, 'interaction.not_found'],
  ] as const)('is not %s', async (_what, more, code) => {
    const entry = { ...visit, ...more } as never
    expect(await codeOf(log(chenBo).create(entry))).toBe(code)
  })

  there('is read page by page, newest first, each once', async () => {
    for (const date of [1, 2, 3, 1, 2])
      await log(chenBo).create({ ...visit, happenedAt: at(`2026-03-0${date}T02:00:00.000Z`) })
    const times: string[] = []
    for await (const one of log(chenBo).eachOf(auntLi.id, { limit: 2 })) times.push(one.happenedAt)
    expect(times).toHaveLength(6)
    expect(times).toEqual([...times].sort().reverse())
    const mine = await log(chenBo).listByStaff({ day: day('2026-03-01') })
    expect(mine.items.map(({ customer }) => customer.name)).toEqual(['李桂芳', '李桂芳'])
    const asked = { staffId: chenBo.id, day: day('2026-03-02') }
    expect((await log(zhouMin).listByStaff(asked)).items).toHaveLength(2)
    expect((await log(wu).listByStaff(asked)).items).toEqual([])
  })

  there('leaves a next step until somebody takes it up', async () => {
    const step = { text: '带利率表再去一次', on: day('2026-03-09') }
    const first = await log(chenBo).create({ ...visit, nextStep: step })
    await log(chenBo).create({ ...visit, customerId: zhang.id, nextStep: step })
    const open = async (until: string) =>
      (await log(zhouMin).listNextSteps(day(until))).items.map(({ customer }) => customer.id)
    expect(await open('2026-03-08')).toEqual([])
    expect((await open('2026-03-09')).sort()).toEqual([auntLi.id, zhang.id])
    expect(
      await codeOf(log(chenBo).create({ ...visit, customerId: zhang.id, follows: first.id })),
    ).toBe('interaction.not_found')
    const next = await log(chenBo).create({ ...visit, follows: first.id, submit: false })
    expect(await open('2026-03-09')).toHaveLength(2)
    await log(chenBo).submit(next.id, seen(next))
    expect(await open('2026-03-09')).toEqual([zhang.id])
  })

  there('lies sealed, is on record, and is in the person’s file', async () => {
    const rows = await house.store.db.selectFrom('interaction').selectAll().execute()
    for (const { summary, participants, attachments } of rows)
      for (const value of [summary, participants, attachments]) expect(value).toMatch(/^v1\.gcm\./)
    await log(zhouMin).listOf(auntLi.id)
    const audit = await house.store.db
      .selectFrom('audit_event')
      .select(['actor_id', 'object_id', 'field_names'])
      .where('action', '=', 'interactions.listOf')
      .orderBy('at', 'desc')
      .execute()
    expect(audit.find(({ actor_id }) => actor_id === zhouMin.id)).toMatchObject({
      object_id: auntLi.id,
    })
    const file = await house.as(guQuan).customers.exportPerson(auntLi.id, '客户本人申请')
    const told = JSON.stringify(file.tables.interaction)
    expect(told).toContain('倾向转存一年')
    expect(told).toContain('李晓东')
    expect(JSON.stringify(file.tables.interaction_addendum)).toContain('柜面已转存')
  })
})
