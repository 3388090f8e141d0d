// Everything that a day brings, and everything that goes wrong in it, with canaries in all places.
import { inspect } from 'node:util'
import { createCrm } from '@crm/client'
import type { Criteria, CustomerId, Staff } from '@crm/core'
import { anNing, bank, chenBo, liuFang, qianJin, tianShen, zhouMin } from '@crm/core/fixtures'
import { dispatchOutbox, importFolder, type Store } from '@crm/server'
import { type TestBank, testToken } from '@crm/testing'
import { sql } from 'kysely'
import { type Canary, canarySource, deliveryOf, valuesOf } from './canaries.ts'
import { memoryFolder } from './memory-folder.ts'

/** Where things were told, by the name of the place. */
export type Told = Readonly<
  Record<'error answers' | 'headers' | 'addresses' | 'thrown errors', string[]>
>

/** A bank with canaries in it, and what was told outside of it. */
export interface CanaryRun {
  readonly bank: TestBank
  readonly all: readonly Canary[]
  readonly told: Told
  /** Answers that a cache might keep. */
  cacheable: number
  requests: number
}

/** Run something that may fail, and keep what a program that prints the failure would print. */
async function keepFailure(run: CanaryRun, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    run.told['thrown errors'].push(inspect(error, { depth: 6 }), String(error))
    return false
  }
}

async function send(
  run: CanaryRun,
  path: string,
  init: RequestInit = {},
  person: Staff = chenBo,
): Promise<Response> {
  const response = await run.bank.request(path, init, person)
  run.requests += 1
  run.told.headers.push(JSON.stringify([...response.headers]))
  if (response.headers.get('cache-control') !== 'no-store') run.cacheable += 1
  if (!response.ok) run.told['error answers'].push(await response.clone().text())
  return response
}

const json = (body: unknown, key = 'k'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': key, 'if-match': '"v1"' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** The client of somebody, whose addresses are watched. */
const watched = (run: CanaryRun, person: Staff) =>
  createCrm({
    baseUrl: 'https://bank.test',
    token: () => testToken(person, true),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      run.told.addresses.push(request.url)
      return run.bank.fetch(request)
    },
  })

/** The night: a delivery with faults in it, broken off by the store, and taken again. */
export async function loadCanaries(run: CanaryRun): Promise<void> {
  const { store } = run.bank
  const load = () =>
    importFolder({
      store,
      source: canarySource,
      folder: memoryFolder(deliveryOf(run.all)),
      rejectThreshold: 0.2,
      batch: 500,
    })
  await withTrigger(store, 'customer', `raise exception 'no % %', new.name, new.source_key`, () =>
    keepFailure(run, load),
  )
  await withTrigger(store, 'account', 'perform (select name from customer limit 1)::int', () =>
    keepFailure(run, load),
  )
  await load()
}

/** While a statement of the bank's own stands in the way of every change of a table. */
async function withTrigger(
  store: Store,
  table: string,
  body: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await sql
    .raw(
      `create function in_the_way() returns trigger language plpgsql as $$ begin ${body}; return new; end $$`,
    )
    .execute(store.db)
  await sql
    .raw(
      `create trigger in_the_way before insert or update on ${table} for each row execute function in_the_way()`,
    )
    .execute(store.db)
  await work()
  await sql.raw(`drop trigger in_the_way on ${table}`).execute(store.db)
  await sql.raw('drop function in_the_way()').execute(store.db)
}

/** The day: people are looked for, looked at, unmasked, exported. @returns how many were found */
export async function useCanaries(run: CanaryRun, some: readonly Canary[]): Promise<number> {
  const mine = watched(run, chenBo)
  let found = 0
  for (const [at, canary] of some.entries()) {
    const text = valuesOf(canary)[at % 4] ?? ''
    const { items } = await mine.customers.search({ text })
    run.requests += 1
    const id = items[0]?.id
    if (id === undefined) continue
    found += 1
    if (at % 10 !== 0) continue
    const { accounts } = await mine.desk.getOverview(id)
    await keepFailure(run, () =>
      mine.desk.unmask({
        customerId: id,
        resource: 'customer',
        id,
        field: 'phone',
        reason: '来电核实',
      }),
    )
    await keepFailure(run, () => mine.customers.exportPerson(id, '本人申请'))
    await keepFailure(run, () => watched(run, tianShen).customers.exportPerson(id, '本人申请'))
    await keepFailure(run, () => watched(run, liuFang).customers.get(id))
    await keepFailure(run, () => watched(run, qianJin).customers.erase(id, '本人申请'))
    await keepFailure(run, () => watched(run, zhouMin).holdings.listAccounts({ customerId: id }))
    run.requests += 7 + accounts.length
  }
  return found
}

/** Whatever a caller may get wrong, with a canary where it is wrong. */
export async function misuseCanary(run: CanaryRun, { ...canary }: Canary): Promise<void> {
  const values = valuesOf(canary)
  for (const value of values) {
    const part = encodeURIComponent(value)
    const criteria = { field: value, is: 'eq', value } as unknown as Criteria
    const known = { field: 'customer.village', is: value, value } as unknown as Criteria
    const list = { field: 'customer.status', is: 'in', value: [value] } as unknown as Criteria
    for (const path of [
      `/customers/${part}`,
      `/${part}`,
      `/customers/${part}/consents`,
      `/desk/customers/${part}`,
      `/reminders/${part}`,
      `/holdings?customerId=${part}`,
      `/holdings/accounts?customerId=cus_li&${part}=1`,
      `/customers?ids=${part}`,
      `/reminders/due?asOf=${part}&cursor=${part}`,
      `/access/explain?staffId=stf_chen&customerId=${part}`,
      `/sources/deliveries/${part}/rejections`,
    ])
      await send(run, path)
    for (const [path, body] of [
      ['/customers/search', { text: value, [value]: value }],
      ['/customers/search', { text: value, cursor: value }],
      ['/customers/search', { text: [value] }],
      ['/customers/search', `{"text":"${value}`],
      ['/customers/search', `{"text":"${value}","__proto__":{"${value}":1}}`],
      ['/customers/search', `${value}`],
      ['/segments/preview', { criteria }],
      ['/segments/preview', { criteria: known }],
      ['/segments/preview', { criteria: list }],
      ['/segments/explain', { criteria: list, customerId: value }],
      ['/segments', { name: '名单', criteria, [value]: 1 }],
      [`/reminders/${part}/close`, { as: value }],
      [
        '/desk/unmask',
        { customerId: value, resource: value, id: value, field: value, reason: '核' },
      ],
      [
        '/desk/unmask',
        { customerId: 'cus_li', resource: 'account', id: value, field: value, reason: '核实' },
      ],
      [`/customers/${part}/erase`, { reason: value }],
      ['/customers/cus_li/consents', { purpose: value, channel: value, [value]: value }],
      ['/approvals/delegations', { toId: value, fromOn: value, toOn: value }],
      ['/approvals/requests/apv_x/decide', { decision: value, contentHash: value, remark: '' }],
    ] as const)
      await send(run, path, json(body), path.startsWith('/approvals') ? zhouMin : chenBo)
    await send(run, '/customers/cus_li', { headers: { 'crm-purpose': `${part}%` } })
    await send(run, '/customers/search', {
      ...json({ text: value }),
      headers: { 'content-type': `text/${canary.phone}` },
    })
    await send(run, '/customers/cus_li', { method: 'PURGE', headers: { 'if-match': canary.phone } })
  }
}

/** Faults of the store in the middle of a call, and of a consumer of the outbox. */
export async function breakUnder(run: CanaryRun, some: readonly Canary[]): Promise<void> {
  const { store } = run.bank
  const [one] = some
  const { items } = await run.bank.crm.customers.search({ text: one?.name ?? '' })
  const id = items[0]?.id as CustomerId
  const name = `(select name from customer where source = 'canary' limit 1)`
  const { items: due } = await run.bank.crm.reminders.listDue({ asOf: bank.businessDate })
  const reminder = due.find(({ reminder }) => reminder.status === 'open')?.reminder
  const close = (key: string) =>
    send(run, `/reminders/${reminder?.id}/close`, json({ as: 'done' }, key))
  await withTrigger(store, 'reminder', `raise exception 'not %', ${name}`, () => close('a'))
  await withTrigger(store, 'reminder', `perform ${name}::date`, () => close('b'))
  await withTrigger(store, 'outbox_event', `perform ${name}::jsonb`, () => close('c'))
  await withTrigger(store, 'idempotency_key', `raise exception '%', ${name}`, () => close('d'))
  await withTrigger(store, 'audit_event', `raise exception '%', ${name}`, async () => {
    await close('e')
    await send(run, `/customers/${id}`)
    await send(run, '/customers/search', json({ text: one?.phone ?? '' }))
    await send(run, '/segments/preview', json({ criteria: { all: [] } }), anNing)
  })
  await sql`update customer set phone = id_number where customer_id = ${id}`.execute(store.db)
  await send(run, `/customers/${id}`)
  await send(run, `/desk/customers/${id}`)
  await send(run, '/customers/search', json({ text: one?.name ?? '' }))
  let at = Date.parse('2026-03-06T00:00:00Z')
  for (let go = 0; go < 14; go++) {
    at += 3_600_000
    await dispatchOutbox({
      store,
      bankId: bank.id,
      consumer: 'sms',
      now: () => new Date(at).toISOString() as never,
      handle: async () => {
        throw new TypeError(`not sent: ${valuesOf(one as Canary).join(' ')}`)
      },
    })
  }
}
