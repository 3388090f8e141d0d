import type { CustomerId, CustomerView, Page, ReminderId } from '@crm/core'
import { day } from '@crm/core/fixtures'
import { describe, expectTypeOf, it } from 'vitest'
import { type Crm, createCrm, type DueQuery, type Listing, type MovementQuery } from './index.ts'

const crm: Crm = createCrm({ baseUrl: 'https://bank.test' })
const reminder = 'rem_li1' as ReminderId
const customer = 'cus_li' as CustomerId

describe('the types of the client', () => {
  it('ask for the version one saw, where the contract does', () => {
    void crm.reminders.close(reminder, 'done', { version: 1 })
    // @ts-expect-error without a version somebody else's work could be overwritten
    void crm.reminders.close(reminder, 'done')
    // @ts-expect-error a key alone is not enough
    void crm.reminders.reopen(reminder, { idempotencyKey: 'a' })
  })

  it('take no id of another kind, and no plain text', () => {
    // @ts-expect-error a customer is no reminder
    void crm.reminders.get(customer)
    // @ts-expect-error text that nobody has looked at
    void crm.customers.get('cus_li')
    // @ts-expect-error a day is checked before it is one
    void crm.reminders.listDue({ asOf: '2026-03-05' })
  })

  it('let out what has a default', () => {
    expectTypeOf<DueQuery>().toMatchObjectType<{ readonly asOf: ReturnType<typeof day> }>()
    void crm.reminders.listDue({ asOf: day('2026-03-05') })
    void crm.access.listAudit()
    expectTypeOf<MovementQuery['limit']>().toEqualTypeOf<number | undefined>()
  })

  it('give pages, and lists of what is on them', () => {
    expectTypeOf(crm.customers.search({ text: '李' })).resolves.toEqualTypeOf<Page<CustomerView>>()
    expectTypeOf(crm.customers.eachFound({ text: '李' })).toEqualTypeOf<Listing<CustomerView>>()
  })

  it('know what each event tells', () => {
    crm.events.on('changed', ({ origin }) =>
      expectTypeOf(origin).toEqualTypeOf<'self' | 'server'>(),
    )
    // @ts-expect-error nothing of this name is ever told
    crm.events.on('change', () => undefined)
  })
})
