import { auntLi, chenBo } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CustomerTimeline } from '../index.ts'

const { show, bank } = inBank()

describe('the timeline on a screen', () => {
  it('groups by day what happened, the latest first', async () => {
    show(<CustomerTimeline customerId={auntLi.id} />)
    const [first] = await screen.findAllByRole('region', { name: /^\d{4}-\d{2}-\d{2}$/ })
    expect(within(first!).getAllByRole('listitem').length).toBeGreaterThan(0)
    const days = screen.getAllByRole('heading', { level: 4 }).map((day) => day.textContent)
    expect(days).toEqual([...days].sort().reverse())
  })

  it('tells of an edit who made it and of which field, and not what was written', async () => {
    const crm = bank().as(chenBo)
    const { version } = await crm.customers.get(auntLi.id)
    await crm.customers.edit(auntLi.id, { village: '桃园村' }, { version })
    show(<CustomerTimeline customerId={auntLi.id} />)
    fireEvent.change(await screen.findByLabelText('类别'), { target: { value: 'change' } })
    expect(await screen.findByText(`村 · ${chenBo.id}`)).toBeTruthy()
    expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('修改')
    expect(document.body.textContent).not.toContain('桃园村')
  })

  it('reads on when asked', async () => {
    show(<CustomerTimeline customerId={auntLi.id} />)
    const more = await screen.findByRole('button', { name: '更早的' })
    const before = screen.getAllByRole('listitem').length
    fireEvent.click(more)
    await waitFor(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(before))
  })
})
