import type { Instant } from '@crm/core'
import { auntLi, day, liuFang, zhang, zhouMin } from '@crm/core/fixtures'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { InteractionLog, NextSteps } from '../index.ts'

const { bank, show } = inBank()
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

describe('the log of what was said to Aunt Li', () => {
  it('takes an entry in three interactions: the way, the words, submit', async () => {
    show(<InteractionLog customerId={auntLi.id} />)
    await screen.findByText('暂无互动记录')
    fireEvent.click(await screen.findByLabelText('走访'))
    type('说了什么、办了什么', '存单快到期,想看看利率')
    fireEvent.click(screen.getByRole('button', { name: '提交' }))
    await screen.findByText('已登记')
    const entry = await screen.findByRole('article')
    expect(entry.textContent).toContain('走访')
    expect(entry.textContent).toContain('存单快到期,想看看利率')
    expect(entry.textContent).toContain('陈波')
    expect((screen.getByLabelText('说了什么、办了什么') as HTMLTextAreaElement).value).toBe('')
  })

  it('is submitted from the keyboard, never while an input method composes', async () => {
    const { container } = show(<InteractionLog customerId={zhang.id} />, undefined, 'en')
    const text = await screen.findByLabelText('What was said and done')
    fireEvent.change(text, { target: { value: 'asked about the spring loan' } })
    fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true, isComposing: true })
    fireEvent.keyDown(text, { key: 'Enter' })
    expect(screen.queryByRole('article')).toBeNull()
    fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true })
    await screen.findByText('asked about the spring loan', { selector: 'article span' })
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })

  it('keeps a draft for who writes it, until they submit it', async () => {
    show(<InteractionLog customerId={auntLi.id} />)
    await screen.findByRole('article')
    type('说了什么、办了什么', '还没写完')
    type('下一步', '带利率表再去')
    type('下一步日期', '2026-03-09')
    fireEvent.click(screen.getByRole('button', { name: '存为草稿' }))
    await screen.findByText('草稿')
    expect((await bank().as(zhouMin).interactions.listOf(auntLi.id)).items).toHaveLength(1)
    fireEvent.click(screen.getByRole('button', { name: '提交草稿' }))
    await waitFor(() => expect(screen.queryByText('草稿')).toBeNull())
    expect(await screen.findByText('下一步:带利率表再去(2026-03-09)')).toBeTruthy()
  })

  it('is added to, and what was written stays', async () => {
    show(<InteractionLog customerId={auntLi.id} />, liuFang)
    const [first] = await screen.findAllByRole('article')
    fireEvent.click(await within(first!).findByRole('button', { name: '补充说明' }))
    type('补充内容', '柜面已转存')
    fireEvent.click(screen.getByRole('button', { name: '保存补充' }))
    await screen.findByText('柜面已转存')
    expect(screen.getByText('还没写完')).toBeTruthy()
  })

  it('shows a file of the host by its name and size, and nothing that is no address', async () => {
    const file = { name: '门口.jpg', sha256: 'b'.repeat(64), size: 204_800, url: '/files/1' }
    const happenedAt = '2026-03-01T00:00:00.000Z' as Instant
    const entry = { kind: 'visit', purpose: 'care', result: 'done', happenedAt } as const
    await bank().crm.interactions.create({
      ...entry,
      customerId: auntLi.id,
      summary: '拍照留存',
      attachments: [file],
    })
    show(<InteractionLog customerId={auntLi.id} />)
    const link = await screen.findByRole('link')
    expect(link.getAttribute('href')).toBe('/files/1')
    expect(link.textContent).toBe('门口.jpg (204.8 KB)')
  })
})

describe('what is to be followed up', () => {
  it('is shown to the head of the branch with whom and by when', async () => {
    const opened: string[] = []
    const open = (id: string) => opened.push(id)
    show(<NextSteps until={day('2026-03-09')} onOpenCustomer={open} />, zhouMin)
    fireEvent.click(await screen.findByRole('button', { name: auntLi.name }))
    expect(opened).toEqual([auntLi.id])
    expect(screen.getByText('带利率表再去 · 2026-03-09')).toBeTruthy()
  })

  it('is nothing before the day', async () => {
    show(<NextSteps until={day('2026-03-08')} />, zhouMin)
    expect(await screen.findByText('没有待跟进的事项')).toBeTruthy()
  })
})
