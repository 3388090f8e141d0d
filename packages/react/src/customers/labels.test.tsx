import { auntLi, chenBo, qianJin, zhang } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CustomerLabels, LabelLists } from '../index.ts'

const { show, bank } = inBank()
const chips = () =>
  within(document.querySelector('.crm-chips') as HTMLElement)
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent?.replace('×', '').trim())

describe('what a customer is under', () => {
  it('is put on with a choice, and taken back in one press', async () => {
    await bank().as(qianJin).customers.createLabel({ kind: 'tag', name: '养羊户' })
    show(<CustomerLabels customerId={auntLi.id} />, chenBo)
    const choice = await screen.findByRole('combobox', { name: '加入标签或名单' })
    const option = await screen.findByRole('option', { name: '养羊户' })
    fireEvent.change(choice, { target: { value: (option as HTMLOptionElement).value } })
    fireEvent.click(screen.getByRole('button', { name: '加入' }))
    expect(await screen.findByText('已加入:养羊户', { exact: false })).toBeTruthy()
    await waitFor(() => expect(chips()).toEqual(['养羊户']))
    expect(screen.queryByRole('option', { name: '养羊户' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: '撤销' }))
    await waitFor(() => expect(chips()).toEqual([]))
  })

  it('only shows them to who may not change them', async () => {
    show(<CustomerLabels customerId={auntLi.id} editable={false} />, chenBo)
    await waitFor(() => expect(document.querySelector('.crm-chips')).not.toBeNull())
    expect(screen.queryByRole('combobox')).toBeNull()
  })
})

describe('the lists', () => {
  it('are made, opened, and many are taken off and put back at once', async () => {
    show(<LabelLists />, chenBo)
    fireEvent.change(await screen.findByRole('textbox', { name: '新建名单' }), {
      target: { value: '春耕走访' },
    })
    fireEvent.click(screen.getByRole('button', { name: '新建' }))
    const line = await screen.findByRole('button', { name: /春耕走访/ })
    const crm = bank().as(chenBo).customers
    const made = (await crm.listLabels()).items.find(({ label }) => label.name === '春耕走访')!
    await crm.changeLabelled(made.label.id, { deed: 'put', customerIds: [auntLi.id, zhang.id] })
    fireEvent.click(line)
    const first = await screen.findByRole('checkbox', { name: `选择${auntLi.name}` })
    fireEvent.click(first)
    fireEvent.click(screen.getByRole('checkbox', { name: `选择${zhang.name}` }))
    fireEvent.click(screen.getByRole('button', { name: '移出所选 2 户' }))
    expect(await screen.findByText('已移出 2 户', { exact: false })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销' }))
    expect(await screen.findByText('已撤销', { exact: false })).toBeTruthy()
    await screen.findByRole('checkbox', { name: `选择${zhang.name}` })
  })

  it('say why a name is refused', async () => {
    show(<LabelLists />, chenBo)
    const name = await screen.findByRole('textbox', { name: '新建名单' })
    fireEvent.change(name, { target: { value: '春耕走访' } })
    fireEvent.click(screen.getByRole('button', { name: '新建' }))
    expect((await screen.findByRole('alert')).textContent).toContain('已有同名的标签或名单')
  })
})
