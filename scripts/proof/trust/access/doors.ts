// How each endpoint is called about a thing of a kind, and how what a call did is undone.
import type { Store } from '@crm/server'
import { cus, type Door, get, type Make, post, run, version, why } from './door.ts'
import { careDoors } from './doors-care.ts'
import type { Kind } from './oracle.ts'
import { canariesOf, HASH } from './plant-kinds.ts'
import { FORMER } from './plant-said.ts'

export type { Door } from './door.ts'

const unlock = (kind: Kind) =>
  run(
    `update customer set version = 1, restricted = ${kind === 'restricted'}, erase_after = null
      where customer_id = 'cus_${kind}'`,
  )
const reopened = (id: string, status: string) =>
  run(`update reminder set version = 1, status = '${status}' where reminder_id = '${id}'`)
const undecided = async (store: Store) => {
  await run('delete from approval_decision')(store)
  await run(`update approval set version = 1, status = 'pending'`)(store)
}
const person = { field: 'kind', is: 'eq', value: 'person' }
const reveal = (kind: Kind, resource: string, id: string, field: string): Door =>
  post('/desk/unmask', cus(kind), { customerId: cus(kind), resource, id, field, ...why })

/** A door to every endpoint of every room. */
export const doors: Readonly<Record<string, Make>> = {
  ...careDoors,
  'customers.search': (kind) => post('/customers/search', cus(kind), { text: '', limit: 100 }),
  'customers.get': (kind) => get(`/customers/${cus(kind)}`, cus(kind)),
  'customers.getMany': (kind) => get(`/customers?ids=${cus(kind)}`, cus(kind)),
  'customers.getProvenance': (kind) => get(`/customers/${cus(kind)}/provenance`, cus(kind)),
  'customers.listConflicts': (kind) =>
    get('/customers/conflicts/civil?limit=100', cus(kind), `"${cus(kind)}"`),
  'customers.getHistory': (kind) => get(`/customers/${cus(kind)}/history`, cus(kind)),
  'customers.getAsOf': (kind) => get(`/customers/${cus(kind)}/as-of/2026-03-05`, cus(kind)),
  'customers.restore': (kind) =>
    post(`/customers/${cus(kind)}/restore`, cus(kind), { to: FORMER }, { more: version }),
  'customers.create': (_, at) => post('/customers', '', { kind: 'person', name: `新客${at}` }),
  'customers.edit': (kind) => ({
    ...post(`/customers/${cus(kind)}`, cus(kind), {}, { more: version }),
    method: 'PATCH',
  }),
  'customers.close': (kind) =>
    post(`/customers/${cus(kind)}/close`, cus(kind), {}, { more: version }),
  'customers.listConsents': (kind) => get(`/customers/${cus(kind)}/consents`, cus(kind)),
  'customers.recordConsent': (kind) =>
    post(`/customers/${cus(kind)}/consents`, cus(kind), {
      purpose: 'marketing',
      channel: 'sms',
      act: 'granted',
      textHash: HASH,
      method: 'paper',
    }),
  'customers.exportPerson': (kind) => post(`/customers/${cus(kind)}/export`, cus(kind), why),
  'customers.restrict': (kind) =>
    post(`/customers/${cus(kind)}/restrict`, cus(kind), why, { undo: unlock(kind) }),
  'customers.liftRestriction': (kind) =>
    post(`/customers/${cus(kind)}/lift-restriction`, cus(kind), why, { undo: unlock(kind) }),
  'customers.erase': (kind) => post(`/customers/${cus(kind)}/erase`, cus(kind), why),
  'holdings.listAccounts': (kind) => get(`/holdings/accounts?customerId=${cus(kind)}`, cus(kind)),
  'holdings.getGroupTotals': (kind) => get(`/holdings/groups?customerId=${cus(kind)}`, cus(kind)),
  'holdings.listHoldings': (kind) => get(`/holdings?customerId=${cus(kind)}`, cus(kind)),
  'holdings.getAverages': (kind) => get(`/holdings/averages?customerId=${cus(kind)}`, cus(kind)),
  'holdings.getFlows': (kind) => get(`/holdings/flows?customerId=${cus(kind)}`, cus(kind)),
  'holdings.listMovements': (kind) => get(`/holdings/movements?customerId=${cus(kind)}`, cus(kind)),
  'desk.getOverview': (kind) => get(`/desk/customers/${cus(kind)}`, cus(kind)),
  'desk.getOpenWork': (kind) => get(`/desk/customers/${cus(kind)}/open`, cus(kind), '"approvals"'),
  'desk.getTimeline': (kind) => get(`/desk/customers/${cus(kind)}/timeline`, cus(kind)),
  'desk.findCaller': (kind) => post('/desk/callers', cus(kind), { number: canariesOf(kind).phone }),
  'desk.verifyCaller': (kind) =>
    post(
      '/desk/callers/verify',
      cus(kind),
      { customerId: cus(kind), question: 'idTail', answer: '0000' },
      { tells: '"verified"', undo: run(`delete from daily_count where kind like 'caller %'`) },
    ),
  'desk.unmask': (kind) => reveal(kind, 'customer', cus(kind), 'phone'),
  'desk.unmask account': (kind) => reveal(kind, 'account', `acc_${kind}`, 'number'),
  'desk.unmask movement': (kind) => reveal(kind, 'movement', `mov_${kind}`, 'counterpartyAccount'),
  'reminders.listDue': (kind) =>
    get('/reminders/due?asOf=2026-03-05&limit=100', `rem_${kind}`, `"rem_${kind}"`),
  'reminders.get': (kind) => get(`/reminders/rem_${kind}`, `rem_${kind}`),
  'reminders.close': (kind) =>
    post(
      `/reminders/rem_${kind}/close`,
      `rem_${kind}`,
      { as: 'done' },
      { more: version, undo: reopened(`rem_${kind}`, 'open') },
    ),
  'reminders.reopen': (kind) => ({
    method: 'POST',
    path: `/reminders/rem_${kind}done/reopen`,
    id: `rem_${kind}done`,
    more: version,
    undo: reopened(`rem_${kind}done`, 'done'),
  }),
  'segments.preview': (kind) =>
    post('/segments/preview', cus(kind), {
      criteria: { field: 'village', is: 'eq', value: canariesOf(kind).village },
    }),
  'segments.explain': (kind) =>
    post('/segments/explain', cus(kind), { criteria: person, customerId: cus(kind) }),

  'segments.list': (kind) => get('/segments', `seg_${kind}`),
  'segments.get': (kind) => get(`/segments/seg_${kind}`, `seg_${kind}`),
  'segments.create': (_, at) => post('/segments', '', { name: `新群${at}`, criteria: person }),
  'segments.update': (kind, at) => ({
    ...post(`/segments/seg_${kind}`, `seg_${kind}`, { name: `改群${at}`, criteria: person }),
    method: 'PUT',
    more: { body: { name: `改群${at}`, criteria: person }, ...version },
    undo: run(`update segment set version = 1 where segment_id = 'seg_${kind}'`),
  }),
  'sources.listDeliveries': (kind) => get('/sources/deliveries', `dlv_${kind}`),
  'sources.listRejections': (kind) =>
    get(`/sources/deliveries/dlv_${kind}/rejections`, `dlv_${kind}`),

  'access.me': () => get('/access/me', ''),
  'access.getLicence': () => get('/access/licence', ''),
  'access.listAudit': (kind) => get(`/access/audit?objectId=mark_${kind}`, `aud_${kind}`),
  'access.listStaff': (kind) => get('/access/staff?limit=100', `"stf_${kind}"`),
  'access.listRoles': () => get('/access/roles', ''),
  'access.listAlerts': (kind) => get('/access/alerts', `alr_${kind}`),
  'access.explain': (kind) =>
    get(`/access/explain?staffId=stf_asker&customerId=${cus(kind)}`, cus(kind)),
  'access.endSessions': (kind) =>
    post(`/access/staff/stf_${kind}/end-sessions`, `stf_${kind}`, why),
  'access.listSeats': (kind) => get('/access/seats', `"stf_${kind}"`),
  'access.freeSeat': (kind) => ({
    method: 'POST',
    path: `/access/seats/stf_${kind}/free`,
    id: `stf_${kind}`,
    undo: run('update licence_seat set freed_at = null, freed_by = null'),
  }),
  'access.getBackups': () => get('/access/backups', ''),
  'access.exportMeter': () => get('/access/meter', ''),

  'approvals.list': (kind) => get('/approvals?box=all&limit=100', `"apv_${kind}"`),
  'approvals.get': (kind) => get(`/approvals/requests/apv_${kind}`, `apv_${kind}`),
  'approvals.decide': (kind) =>
    post(
      `/approvals/requests/apv_${kind}/decide`,
      `apv_${kind}`,
      { decision: 'approve', contentHash: HASH },
      { more: version, undo: undecided },
    ),
  'approvals.withdraw': (kind) => ({
    method: 'POST',
    path: `/approvals/requests/apv_${kind}/withdraw`,
    id: `apv_${kind}`,
    more: version,
    undo: undecided,
  }),
  'approvals.proposePolicies': () =>
    post(
      '/approvals/policies',
      '',
      { policies: [anyPolicy], fromOn: '2030-01-01' },
      {
        undo: run(`delete from approval where kind = 'policy.change'`),
      },
    ),
  'approvals.listDelegations': (kind) => get('/approvals/delegations', `dlg_${kind}`),
  'approvals.delegate': (kind) =>
    post(
      '/approvals/delegations',
      `stf_${kind}`,
      { toId: `stf_${kind}`, fromOn: '2026-03-05', toOn: '2026-03-06' },
      { undo: run(`delete from delegation where to_id = 'stf_own'`) },
    ),
  'approvals.endDelegation': (kind) => ({
    method: 'POST',
    path: `/approvals/delegations/dlg_${kind}/end`,
    id: `dlg_${kind}`,
    undo: run(
      `insert into delegation (bank_id, delegation_id, from_id, to_id, from_on, to_on) values
        ('bnk_shiqiao', 'dlg_own', 'stf_asker', 'stf_wu2', '2027-01-01', '2027-01-02')
        on conflict do nothing`,
    ),
  }),
}

const anyPolicy = {
  id: 'bank.teller.customer',
  version: 1,
  roles: ['teller'],
  effect: 'allow',
  resource: 'customer',
  where: [],
  fields: { show: [], mask: [] },
  tests: [{ given: { staffId: 'stf_a', branchIds: [], row: {} }, sees: true }],
}
