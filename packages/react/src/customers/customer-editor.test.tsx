import { auntLi, chenBo, liuFang, qianJin } from '@crm/core/fixtures'
import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { CustomerEditor, CustomerHistory, ValueSources } from '../index.ts'

const { bank, show } = inBank()
const editor = <CustomerEditor customerId={auntLi.id} />
const press = async (name: RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const write = (label: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), { target: { value } })
const enter = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form')!)
const kept = () => bank().as(qianJin).customers.get(auntLi.id)

describe('a customer’s details', () => {
  it('change in three moves: press, write, Enter; and change back in one', async () => {
    show(editor)
    await press(/^修改村/)
    expect(document.activeElement).toBe(screen.getByLabelText('村'))
    write('村', '桃园村')
    enter('村')
    const undo = await screen.findByRole('button', { name: '撤销' })
    expect((await kept()).village).toBe('桃园村')
    expect(await screen.findByText('桃园村')).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(undo))
    fireEvent.click(undo)
    await waitFor(async () => expect((await kept()).village).toBe(auntLi.village))
    expect(await screen.findByText(auntLi.village!)).toBeTruthy()
    expect(screen.getByText('已撤销修改:村')).toBeTruthy()
  })

  it('stay as they are when Esc is pressed', async () => {
    show(editor)
    await press(/^修改地址/)
    write('地址', '县城')
    fireEvent.keyDown(screen.getByLabelText('地址'), { key: 'Escape' })
    expect(screen.queryByLabelText('地址')).toBeNull()
    expect((await kept()).address).toBe(auntLi.address)
  })

  it('leave Esc to the input method while it composes', async () => {
    show(editor)
    await press(/^修改地址/)
    fireEvent.keyDown(screen.getByLabelText('地址'), { key: 'Escape', isComposing: true })
    expect(screen.getByLabelText('地址')).toBeTruthy()
  })

  it('say at the field why they were not taken, and keep what was written', async () => {
    show(editor)
    await press(/^修改手机/)
    write('手机', '1540012')
    enter('手机')
    expect((await screen.findByRole('alert')).textContent).toBe('不是电话号码')
    const input = screen.getByLabelText('手机') as HTMLInputElement
    expect(input.value).toBe('1540012')
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })

  it('never bring a masked number into the page to be written over', async () => {
    show(editor)
    await press(/^修改手机/)
    const input = screen.getByLabelText('手机') as HTMLInputElement
    expect(input.value).toBe('')
    expect(input.placeholder).toBe('154****5678')
  })

  it('are held to what was seen: who was slower is told, and sees it as it is', async () => {
    show(editor)
    await press(/^修改村/)
    const { version } = await kept()
    await act(() => bank().as(qianJin).customers.edit(auntLi.id, { address: '县城' }, { version }))
    write('村', '河湾村')
    enter('村')
    expect((await screen.findByRole('alert')).textContent).toMatch(/已被他人修改/)
    expect((await kept()).village).toBe(auntLi.village)
    const now = await kept()
    await bank().as(qianJin).customers.restore(auntLi.id, version, { version: now.version })
  })

  it('are confirmed by the customer with one more press', async () => {
    show(editor, liuFang)
    await press(/^修改手机/)
    write('手机', '154 0012 5679')
    fireEvent.click(screen.getByRole('checkbox', { name: '客户本人已确认' }))
    enter('手机')
    await screen.findByRole('button', { name: '撤销' })
    const { fields } = await bank().as(qianJin).customers.getProvenance(auntLi.id)
    expect(fields.find(({ field }) => field === 'phone')?.confirmed).toBe(true)
    await press(/^撤销/)
    await screen.findByText('已撤销修改:手机')
  })

  it('speak English', async () => {
    show(editor, chenBo, 'en')
    await press(/^Change Birthday by/)
    expect(screen.getByRole('option', { name: 'lunar calendar' })).toBeTruthy()
    expect(screen.getByText('Enter saves, Esc cancels')).toBeTruthy()
  })
})

describe('a customer’s history', () => {
  it('tells what changed, by whom, and goes back', async () => {
    const { version } = await kept()
    await bank().as(chenBo).customers.edit(auntLi.id, { village: '河湾村' }, { version })
    show(<CustomerHistory customerId={auntLi.id} />)
    expect(await screen.findByText('村:柳河村 → 河湾村')).toBeTruthy()
    expect(screen.getAllByText(/修改 · stf_chen/).length).toBeGreaterThan(0)
    await press(new RegExp(`^恢复此版本: 第 ${version} 版`))
    expect(await screen.findByText(`已恢复到第 ${version} 版`)).toBeTruthy()
    expect((await kept()).village).toBe(auntLi.village)
    expect(await screen.findByText('村:河湾村 → 柳河村')).toBeTruthy()
  })
})

describe('where a customer’s values come from', () => {
  it('is told with the reason, and what others say beside it', async () => {
    const { version } = await kept()
    const crm = bank().as(chenBo)
    await crm.customers.edit(auntLi.id, { village: '河湾村', confirmed: true }, { version })
    show(<ValueSources customerId={auntLi.id} />)
    const row = (await screen.findByRole('rowheader', { name: '村' })).closest('tr')!
    expect(row.textContent).toContain('河湾村')
    expect(row.textContent).toContain('客户本人已确认,优于 cast')
    expect(row.textContent).toContain('cast: 柳河村')
    const phone = screen.getByRole('rowheader', { name: '手机' }).closest('tr')!
    expect(phone.textContent).toContain('154****5678')
    expect(phone.textContent).toContain('仅 cast 提供')
  })
})
