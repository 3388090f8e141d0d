import { auntLi } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { MovementList } from '../index.ts'

const { show } = inBank()

describe('the list of movements', () => {
  it('offers each of the customer’s accounts', async () => {
    show(<MovementList customerId={auntLi.id} />)
    await waitFor(() =>
      expect(screen.getAllByRole('option').length).toBe(auntLi.accounts.length + 1),
    )
    expect(screen.getByRole('option', { name: '全部账户' })).toBeTruthy()
  })

  it('says when there is nothing in the days asked for', async () => {
    show(<MovementList customerId={auntLi.id} />)
    const [from] = screen.getAllByLabelText('自')
    fireEvent.change(from!, { target: { value: '2026-03-05' } })
    expect(await screen.findByText('没有交易')).toBeTruthy()
  })

  it('can be scrolled by keyboard: what scrolls takes the focus', async () => {
    show(<MovementList customerId={auntLi.id} />)
    await waitFor(() => expect(document.querySelector('.crm-scroll')).not.toBeNull())
    expect(document.querySelector('.crm-scroll')?.getAttribute('tabindex')).toBe('0')
  })
})
