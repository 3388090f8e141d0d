import { auntLi } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  CrmProvider,
  CustomerOverview,
  CustomerSearch,
  DueReminders,
  MovementList,
  SegmentPreview,
  useCustomer,
} from '../index.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterEach(cleanup)
afterAll(() => bank.close())

function Name() {
  const customer = useCustomer(auntLi.id)
  return <p>{customer.status === 'ready' ? String(customer.data.name) : customer.status}</p>
}
const rename = (name: string) =>
  bank.store.db.updateTable('customer').set({ name }).where('customer_id', '=', auntLi.id).execute()

describe('the provider', () => {
  it('reads again what a room says has changed', async () => {
    render(
      <CrmProvider crm={bank.crm}>
        <Name />
      </CrmProvider>,
    )
    await screen.findByText(auntLi.name)
    await rename('李桂芬')
    const change = { deed: 'import', subjectKind: 'customer', subjectId: 'x', origin: 'server' }
    act(() => void bank.crm.events.emit('changed', { room: 'customers', ...change } as never))
    expect(await screen.findByText('李桂芬')).toBeTruthy()
    await rename(auntLi.name)
  })

  it('keeps nothing when the person signs out', async () => {
    const crm = bank.as((await import('@crm/core/fixtures')).chenBo)
    const view = render(
      <CrmProvider crm={crm}>
        <Name />
      </CrmProvider>,
    )
    await screen.findByText(auntLi.name)
    act(() => crm.signOut())
    await waitFor(() => expect(document.body.textContent).not.toContain(auntLi.name))
    view.rerender(
      <CrmProvider crm={crm} locale="en">
        <p>signed out</p>
      </CrmProvider>,
    )
    await waitFor(() => expect(document.body.textContent).not.toContain(auntLi.name))
  })

  it('lets a host say it in its own words', async () => {
    render(
      <CrmProvider crm={bank.crm} words={{ 'search.label': '找人' }}>
        <CustomerSearch onOpen={() => {}} />
      </CrmProvider>,
    )
    expect(screen.getByRole('combobox', { name: '找人' })).toBeTruthy()
  })

  it('is missed by name where it is forgotten', () => {
    expect(() => renderToString(<Name />)).toThrow(/<CrmProvider>/)
  })
})

describe('on a server, without a window', () => {
  it.each([
    ['CustomerSearch', <CustomerSearch key="1" onOpen={() => {}} />],
    ['CustomerOverview', <CustomerOverview key="2" customerId={auntLi.id} />],
    ['MovementList', <MovementList key="3" customerId={auntLi.id} />],
    ['DueReminders', <DueReminders key="4" asOf={'2026-03-05' as never} />],
    ['SegmentPreview', <SegmentPreview key="5" criteria={{ all: [] }} editable />],
  ])('%s renders, with no style that a strict policy would refuse', (_name, widget) => {
    const html = renderToString(<CrmProvider crm={bank.crm}>{widget}</CrmProvider>)
    expect(html).toContain('class="crm ')
    expect(html).not.toMatch(/ style=|<style|<script/)
  })
})
