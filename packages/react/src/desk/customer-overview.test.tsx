import { CustomerId } from '@crm/core'
import { auntLi, liuFang } from '@crm/core/fixtures'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CustomerOverview } from '../index.ts'

const { bank, show } = inBank()
const page = <CustomerOverview customerId={auntLi.id} />

describe('the whole picture of Aunt Li', () => {
  it('says who she is, what she has, and what is to be done', async () => {
    show(page)
    expect(await screen.findByRole('heading', { name: auntLi.name })).toBeTruthy()
    expect(screen.getByText('¥92,865.40')).toBeTruthy()
    expect(screen.getByText(/还有 5 天到期/)).toBeTruthy()
    expect(screen.getByText(/过农历生日/)).toBeTruthy()
  })

  it('is masked for a teller, and marked so', async () => {
    show(page, liuFang)
    await screen.findByRole('heading', { name: auntLi.name })
    expect(screen.getAllByText('50000–200000').length).toBeGreaterThan(0)
    expect(screen.getAllByText('已脱敏').length).toBeGreaterThan(3)
    expect(document.body.textContent).not.toContain('92,865.40')
    expect(document.body.textContent).not.toContain(auntLi.bornOn)
  })

  it('warns of an overdue loan before anything else', async () => {
    const { db } = bank().store
    const set = (status: string) =>
      db.updateTable('holding').set({ status }).where('customer_id', '=', auntLi.id).execute()
    await set('overdue')
    show(page)
    expect((await screen.findByRole('note')).textContent).toContain('逾期')
    await set('active')
  })

  it('says that there is no such customer, with the number support asks for', async () => {
    show(<CustomerOverview customerId={CustomerId.parse('cus_nobody')} />)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('未找到该客户')
    expect(within(alert).getByText(/req_/)).toBeTruthy()
  })
})
