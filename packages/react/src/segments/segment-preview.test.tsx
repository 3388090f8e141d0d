import type { Criteria } from '@crm/core'
import { anNing } from '@crm/core/fixtures'
import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { inBank } from '../../test/in-bank.tsx'
import { SegmentPreview } from '../index.ts'

const { show } = inBank()
const women: Criteria = { all: [{ field: 'gender', is: 'eq', value: 'female' }] }
const shownCount = async () => {
  const found = await screen.findByText(/位客户/)
  return Number(/\d+/.exec(found.textContent ?? '')?.[0])
}

describe('a segment', () => {
  it('says in words whom it finds, how many and a few of them', async () => {
    show(<SegmentPreview criteria={women} />)
    expect(await screen.findByText('性别 是 女')).toBeTruthy()
    expect(await shownCount()).toBeGreaterThan(0)
    expect(screen.getByText(/^例如:/)).toBeTruthy()
  })

  it('tells an analyst no number that could point at somebody', async () => {
    show(<SegmentPreview criteria={women} />, anNing)
    expect(await screen.findByText('人数过少,不予显示')).toBeTruthy()
    expect(screen.queryByText(/^例如/)).toBeNull()
  })

  it('follows its conditions as they are changed', async () => {
    const told: Criteria[] = []
    show(<SegmentPreview criteria={women} editable onChange={(criteria) => told.push(criteria)} />)
    const before = await shownCount()
    fireEvent.change(screen.getByLabelText('第1个条件:值'), { target: { value: 'male' } })
    expect(await screen.findByText('性别 是 男')).toBeTruthy()
    expect(before + (await shownCount())).toBeGreaterThan(before)
    fireEvent.click(screen.getByRole('button', { name: '添加条件' }))
    expect(await screen.findByText('性别 是 男,且 年龄 不低于 0')).toBeTruthy()
    expect(told).toHaveLength(2)
  })

  it('names the node of criteria that are wrong', async () => {
    const wrong = { all: [{ field: 'salary', is: 'ge', value: 1 }] } as const
    show(<SegmentPreview criteria={wrong} />)
    expect((await screen.findByRole('alert')).textContent).toContain('all[0]')
  })

  it('deeper than a form stays as it is, and is said in words', async () => {
    const deep: Criteria = { all: [{ not: { field: 'hasLoan', is: 'eq', value: true } }] }
    show(<SegmentPreview criteria={deep} editable />)
    expect(await screen.findByText('不是(有贷款)')).toBeTruthy()
    expect(screen.queryByRole('button', { name: '添加条件' })).toBeNull()
  })
})
