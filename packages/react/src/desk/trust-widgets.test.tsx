import { auntLi, chenBo, liuFang, yanShou, zhengYan } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { type ReactElement, StrictMode } from 'react'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  AccessExplainer,
  AuditTrail,
  ConsentPanel,
  CrmProvider,
  UnmaskField,
  useCustomer,
} from '../index.ts'
import type { Locale } from '../kit/say.ts'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank({ steppedUp: true })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})
afterAll(() => house.close())

const show = (widget: ReactElement, person = chenBo, locale: Locale = 'zh-CN') =>
  render(
    <StrictMode>
      <CrmProvider crm={house.as(person)} locale={locale}>
        {widget}
      </CrmProvider>
    </StrictMode>,
  )
const isAccessible = async (container: HTMLElement) => {
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}

function Phone(): ReactElement {
  const customer = useCustomer(auntLi.id)
  if (customer.status !== 'ready') return <p>…</p>
  return (
    <UnmaskField
      customerId={auntLi.id}
      resource="customer"
      id={auntLi.id}
      field="phone"
      value={customer.data.phone}
      label="手机号"
    />
  )
}

describe('a masked value', () => {
  const openPhone = async () => {
    const { container } = show(<Phone />, liuFang)
    fireEvent.click(await screen.findByRole('button', { name: '查看手机号' }))
    fireEvent.change(screen.getByLabelText('查看事由'), { target: { value: '核对联系方式' } })
    expect(container.innerHTML).not.toContain(auntLi.phone)
    fireEvent.click(screen.getByRole('button', { name: '查看' }))
    await screen.findByText(auntLi.phone!)
    return container
  }

  it('is shown for a reason, and covered again when the window is left', async () => {
    const container = await openPhone()
    await isAccessible(container)
    fireEvent.blur(window)
    await waitFor(() => expect(container.innerHTML).not.toContain(auntLi.phone))
  })

  it('is covered again by hand', async () => {
    const container = await openPhone()
    fireEvent.click(screen.getByRole('button', { name: '遮蔽' }))
    await waitFor(() => expect(container.innerHTML).not.toContain(auntLi.phone))
  })

  it('is covered again after a minute', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setInterval', 'clearInterval'] })
    const container = await openPhone()
    vi.advanceTimersByTime(59_000)
    expect(container.innerHTML).toContain(auntLi.phone)
    vi.advanceTimersByTime(2_000)
    await waitFor(() => expect(container.innerHTML).not.toContain(auntLi.phone))
  })

  it('is covered as soon as a tablet wakes that slept for longer', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setInterval', 'clearInterval', 'Date'] })
    const container = await openPhone()
    vi.setSystemTime(Date.now() + 61_000)
    vi.advanceTimersByTime(1_000)
    await waitFor(() => expect(container.innerHTML).not.toContain(auntLi.phone))
  })

  it('that is in full already needs nothing', async () => {
    show(
      <UnmaskField
        customerId={auntLi.id}
        resource="customer"
        id={auntLi.id}
        field="name"
        value="李桂芳"
        label="姓名"
      />,
    )
    expect(screen.getByText('李桂芳')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('consent on a screen', () => {
  const text = { version: 1, hash: 'a'.repeat(64) }

  it('is given in one press, taken back in one press, and keeps its history', async () => {
    const { container } = show(
      <ConsentPanel customerId={auntLi.id} text={text} proofRef="影像 7" />,
    )
    const sms = await screen.findByRole('switch', { name: '营销推广 · 短信' })
    expect(sms.getAttribute('aria-checked')).toBe('false')
    await isAccessible(container)
    fireEvent.click(sms)
    await waitFor(() => expect(sms.getAttribute('aria-checked')).toBe('true'))
    expect(screen.getByText('已登记同意:营销推广 · 短信')).toBeTruthy()
    house.ports.pass(1_000)
    fireEvent.click(sms)
    await waitFor(() => expect(sms.getAttribute('aria-checked')).toBe('false'))
    const history = screen.getByText('历史记录(2)').closest('details') as HTMLElement
    expect(within(history).getAllByRole('listitem', { hidden: true })).toHaveLength(2)
    expect(history.textContent).toContain('影像 7')
  })

  it('speaks English', async () => {
    show(<ConsentPanel customerId={auntLi.id} text={text} />, chenBo, 'en')
    expect(await screen.findByRole('switch', { name: 'Marketing · SMS' })).toBeTruthy()
  })
})

describe('the audit on a screen', () => {
  it('says who saw what, why and by which policy, to auditors alone', async () => {
    await house.as(chenBo).customers.get(auntLi.id, { purpose: '电话回访' })
    const { container } = show(<AuditTrail objectId={auntLi.id} />, zhengYan)
    expect((await screen.findAllByText('customers.get')).length).toBeGreaterThan(0)
    expect(container.textContent).toContain('relationship-manager.book.customer@1')
    await isAccessible(container)
    cleanup()
    show(<AuditTrail />, chenBo)
    expect((await screen.findByRole('alert')).textContent).toContain('您没有此项权限')
  })
})

describe('who sees whom', () => {
  it('is explained with the rule that decides', async () => {
    const { container } = show(<AccessExplainer />, yanShou)
    fireEvent.change(await screen.findByLabelText('员工'), { target: { value: chenBo.id } })
    fireEvent.change(screen.getByLabelText('客户编号'), { target: { value: auntLi.id } })
    fireEvent.click(screen.getByRole('button', { name: '查询' }))
    expect(await screen.findByText('能看到')).toBeTruthy()
    expect(screen.getByText(/由策略「relationship-manager\.book\.customer」允许/)).toBeTruthy()
    await isAccessible(container)
    fireEvent.change(screen.getByLabelText('员工'), { target: { value: yanShou.id } })
    fireEvent.click(screen.getByRole('button', { name: '查询' }))
    expect(await screen.findByText('看不到')).toBeTruthy()
    expect(screen.getByText(/没有任何策略涉及此类数据/)).toBeTruthy()
  })
})
