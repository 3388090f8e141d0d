import { type Endpoint, type EndpointDocs, Role, type Staff } from '@crm/core'
import { auntLi, bank, chenBo, heZheng, qianJin, staff, zhengYan } from '@crm/core/fixtures'
import { contractDocs, contracts, latestPosition } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// One of these banks has a suspicion about Aunt Li. Nobody who works with her may be able to tell which.

const MARK = 'sus_auntli'
let plain: TestBank
let told: TestBank
let before: string

beforeAll(async () => {
  plain = await openTestBank({ steppedUp: true })
  told = await openTestBank({ steppedUp: true })
  const { db } = told.store
  before = await latestPosition(db, bank.id)
  const about = { bank_id: bank.id, customer_id: auntLi.id }
  const suspicion = { subject_kind: 'suspicion', subject_id: MARK }
  await db
    .insertInto('outbox_event')
    .values({
      ...about,
      ...suspicion,
      room: 'risk',
      deed: 'report',
      branch_id: auntLi.branchId,
      manager_id: chenBo.id,
    })
    .execute()
  await db
    .insertInto('approval')
    .values({
      ...suspicion,
      bank_id: bank.id,
      approval_id: 'apv_suspicion',
      kind: 'policy.change',
      branch_id: auntLi.branchId,
      maker_branch_id: auntLi.branchId,
      reason: JSON.stringify({ code: 'suspicion.report', facts: {} }),
      content: 'sealed',
      content_hash: '0'.repeat(64),
      maker_id: heZheng.id,
      maker_person_id: heZheng.personId,
      made_at: told.ports.now(),
    })
    .execute()
  await db
    .insertInto('audit_event')
    .values({
      ...about,
      event_id: 'aud_suspicion',
      at: told.ports.now(),
      actor_id: heZheng.id,
      person_id: heZheng.personId,
      roles: JSON.stringify(heZheng.roles),
      action: 'risk.report',
      object_kind: 'suspicion',
      object_id: auntLi.id,
      field_names: JSON.stringify(['suspicion.grounds']),
      purpose: MARK,
      decision: 'allowed',
      policy_id: '',
      result: 'ok',
      request_id: MARK,
    })
    .execute()
})
afterAll(async () => {
  await plain.close()
  await told.close()
})

const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
  Object.entries(contract).map(([name, endpoint]) => ({
    action: `${room}.${name}`,
    endpoint,
    docs: contractDocs[room]![name]!,
  })),
)

/** The endpoint’s own example, about Aunt Li where it is about somebody. */
async function ask(house: TestBank, person: Staff, endpoint: Endpoint, { example }: EndpointDocs) {
  const { params = {}, query = {}, body } = example
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const init = {
    method: endpoint.method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `${person.id}-${endpoint.path}-${endpoint.method}`.replace(/\W/g, '-'),
      'if-match': '"v1"',
      'crm-purpose': encodeURIComponent('核对'),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  const response = await house.request(`${path}?${new URLSearchParams(query)}`, init, person)
  // Cursors are sealed anew each time, and new things are numbered as they come.
  const text = (await response.text())
    .replace(/"requestId":"[^"]*"/, '')
    .replace(/"next":"[^"]*"/, '"next"')
    .replace(/\b([a-z]{3})_t[0-9a-z]{6}\b/g, '$1_')
  return `${response.status} ${text}`
}

const outsiders = Role.options
  .filter((role) => role !== 'compliance-officer' && role !== 'audit-admin')
  .flatMap((role) => staff.find(({ roles }) => roles.includes(role)) ?? [])

describe('a suspicion about a customer', () => {
  it('is a covered line to the auditor: who and when, and not about whom', async () => {
    const { items } = await told.as(zhengYan).access.listAudit({ limit: 100 })
    const covered = items.find(({ objectKind }) => objectKind === 'confidential')
    expect(covered).toMatchObject({
      actorId: heZheng.id,
      action: 'confidential',
      objectId: '',
      customerIds: [],
      fieldNames: [],
      purpose: '',
    })
    expect(JSON.stringify(items)).not.toContain('risk.report')
    const about = await told.as(zhengYan).access.listAudit({ objectId: auntLi.id, limit: 100 })
    expect(about.items.map(({ id }) => id)).not.toContain('aud_suspicion')
  })

  it('is heard of by who looks into it, and by no one else', async () => {
    const heard = async (person: Staff) => {
      const stop = new AbortController()
      const headers = { 'last-event-id': before }
      const response = await told.request('/events', { headers, signal: stop.signal }, person)
      let text = ''
      for await (const chunk of response.body ?? []) {
        text += new TextDecoder().decode(chunk)
        // The stream says how far it has come once it has been through all there is.
        if (/event: (seen|changed)/.test(text)) break
      }
      stop.abort()
      return text
    }
    expect(await heard(heZheng)).toContain(MARK)
    for (const person of [chenBo, qianJin, zhengYan])
      expect(await heard(person)).not.toContain(MARK)
  })

  it.each(outsiders)('changes no answer that $name gets, at any endpoint', async (person) => {
    for (const { action, endpoint, docs } of endpoints) {
      const without = await ask(plain, person, endpoint, docs)
      const answer = await ask(told, person, endpoint, docs)
      expect(`${action} ${answer}`).toBe(`${action} ${without}`)
    }
  })
})
