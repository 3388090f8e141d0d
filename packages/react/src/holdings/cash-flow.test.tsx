import { auntLi, liuFang, qianJin, sun } from '@crm/core/fixtures'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CashFlow } from '../index.ts'

const { show } = inBank()

describe('averages and flows', () => {
  it('tells what stood on an average day, account by account and in all', async () => {
    show(<CashFlow customerId={auntLi.id} />)
    const table = await screen.findByRole('table', { name: '日均余额' })
    expect(within(table).getAllByRole('row')).toHaveLength(auntLi.accounts.length + 2)
    expect(within(table).getByRole('row', { name: /存款合计 ¥[\d,.]+ ¥[\d,.]+/ })).toBeTruthy()
  })

  it('tells what came in and went out, the latest month first', async () => {
    show(<CashFlow customerId={auntLi.id} months={3} />)
    const table = await screen.findByRole('table', { name: '逐月收支' })
    const [, first] = within(table).getAllByRole('row')
    expect(first?.textContent).toMatch(/2026年3月.*笔.*¥326\.00.*¥0\.00/)
  })

  it('says so where nothing moved', async () => {
    show(<CashFlow customerId={sun.id} />, qianJin)
    expect(await screen.findByText('这段时间没有交易')).toBeTruthy()
  })

  it('shows the counter no average', async () => {
    show(<CashFlow customerId={auntLi.id} />, liuFang)
    await screen.findByRole('table', { name: '逐月收支' })
    expect(screen.queryByText(/¥92,/)).toBeNull()
  })
})
