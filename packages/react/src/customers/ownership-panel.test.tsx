import { auntLi, chenBo, liGuifen, liuFang, zhouMin } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { OwnershipPanel } from '../index.ts'

const { show } = inBank()
const pick = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

describe('the panel of a customer’s hands', () => {
  it('lets a manager claim whom nobody looks after, in one press', async () => {
    show(<OwnershipPanel customerId={liGuifen.id} />)
    fireEvent.click(await screen.findByRole('button', { name: '认领' }))
    await screen.findByText('已办理')
    expect(await screen.findByText('主办')).toBeTruthy()
    expect(screen.getByText('移交记录(1)')).toBeTruthy()
  })

  it('shares a customer out, and says when the parts are not the whole', async () => {
    const { container } = show(<OwnershipPanel customerId={auntLi.id} />)
    await screen.findByText('陈波')
    fireEvent.click(screen.getByText('共同管户'))
    await waitFor(() => expect(screen.getAllByText(/吴桐/).length).toBeGreaterThan(1))
    pick('第 1 位的份额(%)', '70')
    expect(screen.getByText('合计 70%,须为 100%')).toBeTruthy()
    const save = screen.getByRole('button', { name: '保存份额' })
    expect((save as HTMLButtonElement).disabled).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: '增加一位' }))
    pick('第 2 位客户经理', 'stf_wu')
    pick('第 2 位的份额(%)', '30')
    fireEvent.change(within(save.closest('form')!).getByLabelText('事由'), {
      target: { value: '共同维护' },
    })
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id }) => id)).toEqual([])
    fireEvent.click(save)
    await screen.findByText('已办理')
    await screen.findByText('30%')
    pick('查看日期', '2026-03-04')
    await waitFor(() => expect(screen.queryByText('30%')).toBeNull())
    expect(await screen.findByText('100%')).toBeTruthy()
    expect(screen.queryByRole('button', { name: '移交' })).toBeNull()
  })

  it('hands a customer over with a colleague, a reason and a press', async () => {
    show(<OwnershipPanel customerId={auntLi.id} />, zhouMin, 'en')
    await waitFor(() => expect(screen.getAllByText(/罗丹/).length).toBeGreaterThan(0))
    pick('Hand over to', 'stf_luo')
    const button = screen.getByRole('button', { name: 'Hand over' })
    fireEvent.change(within(button.closest('form')!).getByLabelText('Reason'), {
      target: { value: 'moved to another village' },
    })
    fireEvent.click(button)
    await screen.findByText('Done')
    expect(await screen.findByText('70%')).toBeTruthy()
  })

  it('shows a teller why it is closed to them, and who is out of sight to nobody', async () => {
    show(<OwnershipPanel customerId={auntLi.id} />, liuFang)
    expect(await screen.findByRole('alert')).toBeTruthy()
    show(<OwnershipPanel customerId={auntLi.id} />, chenBo)
    expect((await screen.findAllByText('未找到该客户。')).length).toBe(1)
  })
})
