import { auntLi, chenBo, liGuifen, liuFang, qianJin } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { Customer360 } from '../index.ts'

const { show, bank } = inBank()
const tabNames = () => screen.getAllByRole('tab').map(({ textContent }) => textContent)

describe('the page of a customer', () => {
  it('begins with who she is, and asks for a part once it is opened', async () => {
    show(<Customer360 customerId={auntLi.id} />)
    expect(await screen.findByRole('heading', { name: auntLi.name })).toBeTruthy()
    expect(document.querySelector('.crm-timeline')).toBeNull()
    fireEvent.click(screen.getByRole('tab', { name: '往来' }))
    await waitFor(() => expect(document.querySelector('.crm-timeline .crm-day')).not.toBeNull())
    expect(document.querySelector('.crm-customer-picture')).toBeNull()
    expect(screen.getByRole('heading', { name: auntLi.name })).toBeTruthy()
  })

  it('is walked by arrow keys alone, round its ends', async () => {
    show(<Customer360 customerId={auntLi.id} />)
    const first = await screen.findByRole('tab', { name: '概览' })
    first.focus()
    fireEvent.keyDown(first, { key: 'ArrowLeft' })
    const last = screen.getAllByRole('tab').at(-1)
    expect(document.activeElement).toBe(last)
    expect(last?.getAttribute('aria-selected')).toBe('true')
    fireEvent.keyDown(last!, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: '概览' }))
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' })
    expect(document.activeElement?.textContent).toBe('往来')
    fireEvent.keyDown(document.activeElement!, { key: 'End' })
    expect(document.activeElement).toBe(screen.getAllByRole('tab').at(-1))
  })

  it('has for each person the parts that are theirs', async () => {
    const { unmount } = show(<Customer360 customerId={auntLi.id} />, chenBo)
    await screen.findByRole('tab', { name: '管户' })
    unmount()
    show(<Customer360 customerId={auntLi.id} />, liuFang)
    await screen.findByRole('tab', { name: '概览' })
    expect(tabNames()).not.toContain('管户')
  })

  it('takes the host’s own parts, and hides those that somebody may not see', async () => {
    const part = (id: string, needs?: string) => ({
      id,
      label: id,
      show: () => <p>{`part ${id}`}</p>,
      ...(needs && { needs }),
    })
    const parts = [part('crops'), part('secret', 'audit:read')]
    show(<Customer360 customerId={auntLi.id} parts={parts} />)
    fireEvent.click(await screen.findByRole('tab', { name: 'crops' }))
    expect(screen.getByText('part crops')).toBeTruthy()
    expect(tabNames()).not.toContain('secret')
  })

  it('says first what waits: a promise whose day is over', async () => {
    const crm = bank().as(chenBo)
    const { id } = await crm.interactions.create({
      customerId: auntLi.id,
      kind: 'visit',
      purpose: 'care',
      result: 'undecided',
      summary: '再议',
      nextStep: { text: '带利率表', on: '2026-03-06' as never },
    })
    const { db } = bank().store
    const setDay = (day: string) => db.updateTable('bank').set({ business_date: day }).execute()
    await setDay('2026-03-09')
    // Qian Jin signs in on that day.
    show(<Customer360 customerId={auntLi.id} />, qianJin)
    const note = await screen.findByRole('note', { name: '待处理' })
    expect(note.textContent).toContain('1 项约定的下一步已过期')
    await setDay('2026-03-05')
    await crm.interactions.create({
      customerId: auntLi.id,
      kind: 'call',
      purpose: 'care',
      result: 'agreed',
      summary: '已答复',
      follows: id,
    })
    expect((await bank().as(qianJin).desk.getOpenWork(auntLi.id)).overdueSteps).toBe(0)
  })

  it('has no banner for somebody about whom nothing waits', async () => {
    show(<Customer360 customerId={liGuifen.id} />, chenBo)
    await screen.findByRole('heading', { name: liGuifen.name })
    expect(screen.queryByRole('note')).toBeNull()
  })
})
