import type { CustomerId, Fen } from '@crm/core'
import { auntLi, day, qianJin, sun, wangNoodleShop, wangQiang, zhang } from '@crm/core/fixtures'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { ExposurePanel, HouseholdPanel, RelationshipGraph, RelationshipPanel } from '../index.ts'

const { bank, show } = inBank()
const wife = 'cus_zhangwife' as CustomerId
const press = async (name: RegExp | string) =>
  fireEvent.click(await screen.findByRole('button', { name }))
const write = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const save = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form')!)
const reason = '户口本'

afterEach(async () => {
  const { db } = bank().store
  for (const table of ['relationship', 'household_member', 'household'] as const)
    await db.deleteFrom(table).execute()
})

describe('who is what to Zhang', () => {
  it('is written down, taken back and ended, each in words', async () => {
    show(<RelationshipPanel customerId={zhang.id} />)
    await screen.findByText('尚未登记关系人')
    await press('登记关系')
    write('非客户的姓名', '孙大海')
    write('对方是其', 'guarantor')
    write('担保金额(不填为全额)', '50000.05')
    write('依据', '保证合同')
    save('依据')
    await screen.findByText('已登记:孙大海')
    expect(await screen.findByText('孙大海')).toBeTruthy()
    const promised = await bank().crm.customers.getGuarantees(zhang.id)
    expect(promised.takenFen).toBe(5_000_005)
    await press('撤销')
    await screen.findByText('已撤销:孙大海')
    expect(await screen.findByText('尚未登记关系人')).toBeTruthy()

    await bank().crm.customers.addRelationship(zhang.id, { role: 'spouse', otherId: wife, reason })
    await press('终止与刘秀英的关系')
    await waitFor(() =>
      expect((screen.getByLabelText('终止日期') as HTMLInputElement).value).toBe('2026-03-05'),
    )
    write('依据', '离婚证')
    save('依据')
    await screen.findByText('已终止:刘秀英')
    await press('撤销')
    await screen.findByText('已撤销:刘秀英')
    const { items } = await bank().crm.customers.listRelationships(wife)
    expect(items.map(({ relationship }) => relationship.toOn)).toEqual([undefined])
  })

  it('is refused with every reason, and what was written stays', async () => {
    show(<RelationshipPanel customerId={zhang.id} />)
    await press('登记关系')
    write('对方是其', 'owner')
    write('非客户的姓名', '孙大海')
    write('持股比例(%)', '12.5')
    write('依据', '章程')
    save('依据')
    expect((await screen.findByRole('alert')).textContent).toBe('对方须为企业')
    expect((screen.getByLabelText('非客户的姓名') as HTMLInputElement).value).toBe('孙大海')
  })

  it('leads to the other, and says how many are out of sight', async () => {
    await bank()
      .as(qianJin)
      .customers.addRelationship(zhang.id, { role: 'guaranteed', otherId: sun.id, reason })
    await bank().crm.customers.addRelationship(zhang.id, { role: 'spouse', otherId: wife, reason })
    const onOpen = vi.fn()
    show(<RelationshipPanel customerId={zhang.id} onOpen={onOpen} editable={false} />)
    await press('刘秀英')
    expect(onOpen).toHaveBeenCalledWith(wife)
    expect(screen.getByText('另有 1 项关系指向您无权查看的客户')).toBeTruthy()
    expect(document.body.textContent).not.toContain(sun.name)
    expect(screen.queryByRole('button', { name: '登记关系' })).toBeNull()
  })
})

describe('the picture around Zhang', () => {
  const tie = async () => {
    const { customers } = bank().crm
    await customers.addRelationship(zhang.id, { role: 'spouse', otherId: wife, reason })
    await customers.addRelationship(zhang.id, { role: 'guarantor', otherName: '孙大海', reason })
    await customers.addRelationship(wife, { role: 'relative', otherId: auntLi.id, reason })
  }
  const node = (name: RegExp) => screen.getByRole('button', { name })

  it('is walked by arrow keys, and Enter opens who has the focus', async () => {
    await tie()
    const onOpen = vi.fn()
    show(<RelationshipGraph customerId={zhang.id} onOpen={onOpen} />)
    const middle = await screen.findByRole('button', { name: zhang.name })
    expect(middle.getAttribute('tabindex')).toBe('0')
    act(() => middle.focus())
    const seen = new Set<Element | null>([middle])
    for (const from of seen)
      for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
        act(() => (from as SVGElement).focus())
        fireEvent.keyDown(from!, { key })
        seen.add(document.activeElement)
      }
    expect(seen).toContain(node(/刘秀英, 配偶/))
    expect(seen).toContain(node(/孙大海, 担保人/))
    expect(seen).toContain(node(/李桂芳, 其他亲属/))
    fireEvent.keyDown(node(/孙大海/), { key: 'Enter' })
    expect(onOpen).not.toHaveBeenCalled()
    fireEvent.keyDown(node(/李桂芳/), { key: 'Enter' })
    expect(onOpen).toHaveBeenCalledWith(auntLi.id)
    fireEvent.keyDown(node(/李桂芳/), { key: 'Home' })
    expect(document.activeElement).toBe(middle)
    const tabbable = document.querySelectorAll('svg [tabindex="0"]')
    expect([...tabbable]).toEqual([middle])
  })

  it('is told as a list besides', async () => {
    await tie()
    show(<RelationshipGraph customerId={zhang.id} />)
    const list = within((await screen.findByText('以列表查看')).closest('details')!)
    expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '刘秀英是张建国的配偶',
      '孙大海是张建国的担保人',
      '李桂芳是刘秀英的其他亲属',
    ])
  })
})

describe('what was promised', () => {
  it('is told with the circle it closes', async () => {
    const { customers } = bank().as(qianJin)
    const promise = { role: 'guaranteed', reason: '保证合同' } as const
    const amountFen = 2_000_000 as Fen
    await customers.addRelationship(zhang.id, { ...promise, otherId: auntLi.id, amountFen })
    await customers.addRelationship(auntLi.id, { ...promise, otherId: wife })
    await customers.addRelationship(wife, { ...promise, otherId: zhang.id })
    show(<ExposurePanel customerId={zhang.id} />)
    expect(await screen.findByText('担保圈,共 3 人:李桂芳 → 刘秀英 → 张建国 → 李桂芳')).toBeTruthy()
    expect(screen.getAllByText('¥20,000.00')).toHaveLength(2)
    expect(screen.getByText('另有 1 笔未设上限')).toBeTruthy()
    expect(screen.getByText('他人违约后间接承担:刘秀英')).toBeTruthy()
  })

  it('of a firm comes with who owns it in the end, and how much leads to nobody', async () => {
    const share = { role: 'owner', shareBp: 6_000, reason: '工商登记' } as const
    const { customers } = bank().crm
    await customers.addRelationship(wangNoodleShop.id, { ...share, otherId: wangQiang.id })
    show(<ExposurePanel customerId={wangNoodleShop.id} />)
    expect(await screen.findByText(/王强\s+60%/)).toBeTruthy()
    expect(screen.getByText('持股达到 25%')).toBeTruthy()
    expect(screen.getByText('40% 的股权未追溯到自然人')).toBeTruthy()
  })
})

describe("Zhang's household", () => {
  it('is formed, and added up', async () => {
    show(<HouseholdPanel customerId={zhang.id} />)
    await press('以该客户为户主建立家庭')
    write('依据', reason)
    await waitFor(() =>
      expect((screen.getByLabelText('日期') as HTMLInputElement).value).toBe('2026-03-05'),
    )
    save('依据')
    await screen.findByText('已建立家庭')
    await screen.findByText('户主')
    expect(await screen.findByText('贷款')).toBeTruthy()
    expect(screen.getByText('¥50,000.00')).toBeTruthy()
  })

  it('has another head when the head leaves, and keeps who was there', async () => {
    const draft = { members: [wife], fromOn: day('2003-05-19'), reason }
    await bank().crm.customers.formHousehold(zhang.id, draft)
    const onOpen = vi.fn()
    show(<HouseholdPanel customerId={wife} onOpen={onOpen} />)
    await press('张建国')
    expect(onOpen).toHaveBeenCalledWith(zhang.id)
    await press('张建国离开家庭')
    write('依据', '分户')
    fireEvent.click(screen.getByLabelText('分户自立'))
    save('依据')
    await screen.findByText('已离开:张建国')
    expect(await screen.findByText('以前的成员')).toBeTruthy()
    const left = await bank().crm.customers.findHousehold(wife)
    expect(left?.members).toMatchObject([{ customer: { id: wife }, membership: { role: 'head' } }])
    expect(await bank().crm.customers.findHousehold(zhang.id)).toMatchObject({ cause: 'split' })
  })

  it('says how many members are out of sight', async () => {
    await bank()
      .as(qianJin)
      .customers.formHousehold(zhang.id, { members: [sun.id], fromOn: day('2026-03-01'), reason })
    show(<HouseholdPanel customerId={zhang.id} editable={false} />)
    expect(await screen.findByText('另有 1 位成员您无权查看')).toBeTruthy()
    expect(await screen.findByText('1 位成员未计入(无权查看或不同意汇总)')).toBeTruthy()
    expect(document.body.textContent).not.toContain(sun.name)
  })
})
