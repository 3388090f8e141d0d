import type { Staff } from '@crm/core'
import { auntLi, chenBo, sunLi, zhouMin } from '@crm/core/fixtures'
import { cleanup, render, screen, within } from '@testing-library/react'
import axe from 'axe-core'
import type { ReactElement } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { DAY, type LicensedBank, openLicensedBank } from '../../../../tests/licensed.ts'
import {
  CrmProvider,
  CustomerOverview,
  CustomerSearch,
  DueReminders,
  LicenceStatus,
  MovementList,
  SegmentPreview,
} from '../index.ts'
import type { Locale } from '../kit/say.ts'

let bank: LicensedBank
afterEach(async () => {
  cleanup()
  await bank.close()
})
const show = (widget: ReactElement, person: Staff = sunLi, locale: Locale = 'zh-CN') =>
  render(
    <CrmProvider crm={bank.as(person)} locale={locale}>
      {widget}
    </CrmProvider>,
  )

describe('the licence on a screen', () => {
  it('tells its state, its seats and its modules', async () => {
    bank = await openLicensedBank({ modules: ['customers', 'desk'] })
    expect(await bank.ask(`/customers/${auntLi.id}`, chenBo)).toBe('ok')
    show(<LicenceStatus />)
    expect(await screen.findByText('授权有效,2026-03-31 到期,还有 26 天。')).toBeTruthy()
    const meter = screen.getByRole('meter', { name: '席位' })
    expect([meter.getAttribute('value'), meter.getAttribute('max')]).toEqual(['1', '12'])
    expect(screen.getByText('已用 1,授权 10')).toBeTruthy()
    const line = (name: string) => within(screen.getByText(name).closest('li') as HTMLElement)
    expect(line('客户').getByText('已授权')).toBeTruthy()
    expect(line('客群').getByText('未授权')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says aloud that it has run out, in English too', async () => {
    bank = await openLicensedBank()
    bank.ports.pass(45 * DAY)
    show(<LicenceStatus />, chenBo, 'en')
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toMatch(/Expired: reading only, until 2026-05-15, 26 more days/)
  })

  it('says that more seats are taken than were bought', async () => {
    bank = await openLicensedBank({ seats: { named: 1, overrunPercent: 100 } })
    for (const person of [chenBo, zhouMin])
      expect(await bank.ask(`/customers/${auntLi.id}`, person)).toBe('ok')
    show(<LicenceStatus />)
    expect(await screen.findByText('已用 2,超出授权的 1 个;最多 2 个')).toBeTruthy()
  })

  it('says that everything is on where there is no licence, and why a file is no good', async () => {
    bank = await openLicensedBank({ bankId: 'bnk_other' as never })
    show(<LicenceStatus />)
    expect((await screen.findByRole('alert')).textContent).toMatch(/授权文件无法使用/)
    cleanup()
    const { openTestBank } = await import('@crm/testing')
    const open = await openTestBank()
    render(
      <CrmProvider crm={open.crm}>
        <LicenceStatus />
      </CrmProvider>,
    )
    expect(await screen.findByText('未使用授权文件,全部模块开放。')).toBeTruthy()
    expect(screen.queryByRole('meter')).toBeNull()
    cleanup()
    await open.close()
  })

  it('has nothing that axe objects to', async () => {
    bank = await openLicensedBank({ seats: { named: 0, overrunPercent: 0 } })
    const view = show(<LicenceStatus />)
    await screen.findByRole('meter')
    const { violations } = await axe.run(view.container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id }) => id)).toEqual([])
  })
})

describe('a widget whose module is not licensed', () => {
  it.each([
    ['DueReminders', '提醒', <DueReminders key="1" asOf={'2026-03-05' as never} />],
    ['CustomerOverview', '工作台', <CustomerOverview key="2" customerId={auntLi.id} />],
    ['MovementList', '持有产品与交易', <MovementList key="3" customerId={auntLi.id} />],
    ['SegmentPreview', '客群', <SegmentPreview key="4" criteria={{ all: [] }} />],
  ])('%s says so quietly, and asks for nothing', async (_name, module, widget) => {
    bank = await openLicensedBank({ modules: [] })
    show(widget, chenBo)
    const [note] = await screen.findAllByRole('note')
    expect(note?.textContent).toBe(`授权不包含「${module}」模块,请联系管理员。`)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.queryByRole('button', { name: '重试' })).toBeNull()
  })

  it('CustomerSearch says so when somebody searches, in English', async () => {
    bank = await openLicensedBank({ modules: ['desk'] })
    show(<CustomerSearch onOpen={() => {}} />, chenBo, 'en')
    const { fireEvent } = await import('@testing-library/react')
    fireEvent.change(screen.getByRole('combobox'), { target: { value: '李' } })
    const note = await screen.findByRole('note')
    expect(note.textContent).toBe('The licence does not cover Customers. Ask your administrator.')
  })
})
