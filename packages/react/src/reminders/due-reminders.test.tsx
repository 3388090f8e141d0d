import { auntLi, chenBo, liuFang, bank as shiqiao, zhouMin } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { DueReminders } from '../index.ts'

const { bank, show } = inBank()
const list = <DueReminders asOf={shiqiao.businessDate} />
const row = async (words: RegExp) => {
  const found = await screen.findByText(words)
  return within(found.closest('li')!)
}

describe('the day’s reminders', () => {
  it('say for whom, why and what is at stake', async () => {
    show(list)
    const deposit = await row(/整存整取一年 ¥80,000.00 还有 5 天到期/)
    expect(deposit.getByText(/可能损失 ¥280.00/)).toBeTruthy()
    expect(deposit.getByText(/¥80,000.00 × 1.4% × 90 天/)).toBeTruthy()
  })

  it('lose one when it is done, and get it back when that is undone', async () => {
    show(list)
    const deposit = await row(/还有 5 天到期/)
    fireEvent.click(deposit.getByRole('button', { name: /完成/ }))
    const undo = await screen.findByRole('button', { name: '撤销' })
    await waitFor(() => expect(screen.queryByText(/还有 5 天到期/)).toBeNull())
    expect(document.activeElement).toBe(undo)
    fireEvent.click(undo)
    expect(await screen.findByText(/还有 5 天到期/)).toBeTruthy()
    expect(screen.getByText(`已撤销:${auntLi.name}`)).toBeTruthy()
  })

  it('say so when somebody else was quicker, and show the list as it is', async () => {
    show(list)
    const deposit = await row(/还有 5 天到期/)
    const zhou = bank().as(zhouMin)
    const due = await zhou.reminders.listDue({ asOf: shiqiao.businessDate })
    const { reminder } = due.items.find(
      (item) => item.reminder.kind === 'maturity' && item.customer.id === auntLi.id,
    )!
    const closed = await zhou.reminders.close(reminder.id, 'done', { version: reminder.version })
    fireEvent.click(deposit.getByRole('button', { name: /完成/ }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/已办结|已被他人修改/)
    await waitFor(() => expect(screen.queryByText(/还有 5 天到期/)).toBeNull())
    await zhou.reminders.reopen(closed.id, { version: closed.version })
  })

  it('speak English', async () => {
    show(list, chenBo, 'en')
    expect(await screen.findByText(/matures in 5 days; no automatic renewal/)).toBeTruthy()
    expect(screen.getAllByRole('button', { name: /^Done/ }).length).toBeGreaterThan(0)
  })

  it('tell a teller in words that this is not theirs to see', async () => {
    show(list, liuFang)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('您没有此项权限')
    expect(alert.textContent).toMatch(/问题编号 req_/)
    expect(within(alert).getByRole('button', { name: '重试' })).toBeTruthy()
  })

  it('can be drawn by the host, who still closes through us', async () => {
    show(
      <DueReminders
        asOf={shiqiao.businessDate}
        renderItem={({ customer }, close) => (
          <button type="button" onClick={() => close('dismissed')}>
            {`x ${String(customer.name)}`}
          </button>
        )}
      />,
    )
    fireEvent.click((await screen.findAllByRole('button', { name: /^x / }))[0]!)
    expect(await screen.findByText(/^不办:/, { selector: '.crm-undo span' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销' }))
    await screen.findByText(/^已撤销/)
  })
})
