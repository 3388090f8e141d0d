import type { CustomerView } from '@crm/core'
import { auntLi, liuFang } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CustomerSearch } from '../index.ts'

const { show } = inBank()
const type = (text: string) =>
  fireEvent.change(screen.getByRole('combobox'), { target: { value: text } })
const press = (key: string, more = {}) =>
  fireEvent.keyDown(screen.getByRole('combobox'), { key, ...more })
const showSearch = (as?: typeof liuFang) => {
  const opened: CustomerView[] = []
  show(<CustomerSearch onOpen={(customer) => opened.push(customer)} />, as)
  return opened
}

describe('the search box', () => {
  it('finds Aunt Li by how her name sounds, and Enter opens her', async () => {
    const opened = showSearch()
    type('liguifang')
    await screen.findAllByRole('option')
    expect(screen.getByRole('combobox').getAttribute('aria-expanded')).toBe('true')
    press('Enter')
    expect(opened.map(({ id }) => id)).toEqual([auntLi.id])
    expect(screen.getByRole('combobox').getAttribute('aria-expanded')).toBe('false')
  })

  it('moves through what it found with the arrows', async () => {
    const opened = showSearch()
    type('l')
    const options = await screen.findAllByRole('option')
    expect(options.length).toBeGreaterThan(1)
    press('ArrowDown')
    expect(screen.getAllByRole('option')[1]?.getAttribute('aria-selected')).toBe('true')
    press('ArrowUp')
    press('ArrowUp')
    expect(screen.getAllByRole('option').at(-1)?.getAttribute('aria-selected')).toBe('true')
    press('Enter')
    expect(opened).toHaveLength(1)
  })

  it('leaves Enter to the input method while it composes', async () => {
    const opened = showSearch()
    type('lgf')
    await screen.findAllByRole('option')
    press('Enter', { isComposing: true })
    expect(opened).toEqual([])
  })

  it('closes on Escape, and clears on the next', async () => {
    showSearch()
    type('lgf')
    await screen.findAllByRole('option')
    press('Escape')
    expect(screen.queryAllByRole('option')).toEqual([])
    press('Escape')
    expect((screen.getByRole('combobox') as HTMLInputElement).value).toBe('')
  })

  it('says when nobody is found', async () => {
    showSearch()
    type('没有这个人')
    expect(await screen.findByText('没有找到符合的客户')).toBeTruthy()
  })

  it('shows the newest question’s answer, whichever comes last', async () => {
    showSearch()
    type('zhang')
    type('liguifang')
    await waitFor(() =>
      expect(screen.getAllByRole('option')[0]?.textContent).toContain(auntLi.name),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(
      screen.getAllByRole('option').every((option) => !option.textContent?.includes('张')),
    ).toBe(true)
  })

  it('shows a teller no full number', async () => {
    showSearch(liuFang)
    type('lgf')
    const [option] = await screen.findAllByRole('option')
    expect(option?.textContent).toContain('****')
    expect(option?.textContent).not.toContain(auntLi.phone)
  })
})
