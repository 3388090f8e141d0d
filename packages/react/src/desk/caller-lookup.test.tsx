import { auntLi, heJing, zhang } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import axe from 'axe-core'
import { StrictMode } from 'react'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { CallerLookup, CrmProvider } from '../index.ts'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank()
})
afterEach(cleanup)
afterAll(() => house.close())

function ring(number?: string) {
  const crm = house.as(heJing)
  const onOpen = vi.fn()
  const { container } = render(
    <StrictMode>
      <CrmProvider crm={crm} locale="zh-CN">
        <CallerLookup {...(number !== undefined && { number })} onOpen={onOpen} />
      </CrmProvider>
    </StrictMode>,
  )
  return { crm, onOpen, container }
}
const answer = (text: string) => {
  fireEvent.change(screen.getByLabelText('请客户报证件号后四位'), { target: { value: text } })
  fireEvent.click(screen.getByRole('button', { name: '核验' }))
}

describe('when the phone rings', () => {
  it('shows who may be calling, and neither name nor number of them', async () => {
    const { container, crm } = ring()
    expect(screen.getByText('等待来电,或输入号码识别。')).toBeTruthy()
    crm.desk.onIncomingCall(`+86 ${zhang.phone}`)
    await screen.findByText('张**')
    expect(container.innerHTML).not.toContain(zhang.name)
    expect(container.innerHTML).not.toContain(zhang.idNumber)
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id }) => id)).toEqual([])
  })

  it('opens the customer once the caller has answered, and not before', async () => {
    const { onOpen } = ring(zhang.phone)
    await screen.findByText('张**')
    answer('0000')
    await screen.findByText(/不一致,今日还可核验 4 次/)
    expect(onOpen).not.toHaveBeenCalled()
    answer(zhang.idNumber!.slice(-4).toLowerCase())
    await waitFor(() => expect(onOpen).toHaveBeenCalledWith(zhang.id))
  })

  it('tries no more than five answers a day for one customer, whoever keeps guessing', async () => {
    const { desk } = house.as(heJing)
    const guess = () =>
      desk.verifyCaller({ customerId: auntLi.id, question: 'idTail', answer: '0001' })
    const left: number[] = []
    for (let n = 0; n < 5; n++) left.push((await guess()).left)
    expect(left).toEqual([4, 3, 2, 1, 0])
    await expect(guess()).rejects.toMatchObject({ code: 'caller.tries_spent' })
    const right = auntLi.idNumber!.slice(-4)
    await expect(
      desk.verifyCaller({ customerId: auntLi.id, question: 'idTail', answer: right }),
    ).rejects.toMatchObject({ code: 'caller.tries_spent' })
  })

  it.each([
    ['nobody’s number', '13900000001', '该号码没有对应的客户。'],
    ['no number at all', '未知号码', '无法识别的号码。'],
  ])('says so where it is %s', async (_, number, told) => {
    ring(number)
    expect(await screen.findByText(told)).toBeTruthy()
  })
})
