import type { BackupFacts, Instant, Staff } from '@crm/core'
import { chenBo, sunLi } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { cleanup, render, screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BackupStatus, CrmProvider } from '../index.ts'
import type { Locale } from '../kit/say.ts'

const backup = (takenAt: string, verified = true) => ({
  takenAt: takenAt as Instant,
  engine: 'pglite' as const,
  bytes: 4_812_330,
  rows: 66_412,
  verified,
})
const well: BackupFacts = {
  rpoMinutes: 30,
  backups: [backup('2026-03-05T00:45:00.000Z'), backup('2026-03-05T00:30:00.000Z')],
  drill: { at: '2026-02-01T02:00:00.000Z' as Instant, rows: 60_000, restoreMs: 2_340, sound: true },
}

let facts: BackupFacts | undefined
let bank: TestBank
let silent: TestBank
beforeAll(async () => {
  bank = await openTestBank({ backups: async () => facts ?? well })
  silent = await openTestBank({ over: bank.store })
})
afterEach(() => {
  cleanup()
  facts = undefined
})
afterAll(() => bank.close())

const show = (over: TestBank = bank, person: Staff = sunLi, locale: Locale = 'zh-CN') =>
  render(
    <CrmProvider crm={over.as(person)} locale={locale}>
      <BackupStatus />
    </CrmProvider>,
  )

describe('the backups on a screen', () => {
  it('are quiet when all is well, with each backup, the drill and the seals', async () => {
    const { container } = show()
    expect(await screen.findByText('正常')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
    const [, first] = screen.getAllByRole('row')
    const line = within(first as HTMLElement)
    expect(line.getByText('4.8 MB')).toBeTruthy()
    expect(line.getByText('66,412')).toBeTruthy()
    expect(line.getByText('已校验')).toBeTruthy()
    expect(screen.getByText(/恢复 60,000 行,用时 2\.3 秒/)).toBeTruthy()
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id }) => id)).toEqual([])
  })

  it('say what to look at, in English too', async () => {
    facts = { ...well, backups: [backup('2026-03-05T00:59:00.000Z', false), ...well.backups] }
    show(bank, sunLi, 'en')
    expect(await screen.findByText('Look at this')).toBeTruthy()
    expect(screen.getByText('The last backup has not been verified.')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('raise their voice when there are none', async () => {
    facts = { rpoMinutes: 30, backups: [] }
    show()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('没有任何备份。')
    expect(alert.textContent).toContain('尚未做过恢复演练。')
  })

  it('say that nobody has told the system where they lie, and who may not look', async () => {
    show(silent)
    expect((await screen.findByRole('alert')).textContent).toContain('尚未配置备份目录')
    cleanup()
    show(bank, chenBo)
    expect((await screen.findByRole('alert')).textContent).toContain('您没有此项权限')
  })
})
