// The doors of relationships, ownership and interactions.
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import { cus, type Door, get, type Make, post, run, version, why } from './door.ts'
import { type Kind, kinds } from './oracle.ts'
import { careOf } from './plant-care.ts'
import { asker, where } from './plant-kinds.ts'
import { FORMER } from './plant-said.ts'

const asTheyLived = run(
  `with living as (update household_member set to_on = null, end_reason = null returning 1)
    update household set version = 1, ended_on = null, sizes = '[[null, 1]]'`,
)
const asTheyWere = run(
  `update relationship set version = 1, to_on = null, withdrawn = false,
    undoable = case when relationship_id like '%new' then 'add' else '' end`,
)
/** Every customer back in the book they were in. */
const backInBooks = async (store: Store) => {
  for (const kind of kinds)
    await run(
      `update customer set version = 1, manager_id = '${where[kind]?.[1] ?? ''}' where customer_id = 'cus_${kind}'`,
    )(store)
  await run(`delete from customer_version where version <> ${FORMER}`)(store)
  await run(`delete from customer_owner where from_on = '2026-03-05'`)(store)
  await run(`update customer_owner set to_on = null where customer_id = 'cus_shared'`)(store)
  await run(`delete from customer_place where from_on = '2026-03-05'`)(store)
  await run('delete from ownership_change')(store)
  await run(`delete from approval where kind = 'customer.transfer'`)(store)
}
const given = { more: version, undo: backInBooks }
const said = {
  kind: 'call',
  purpose: 'care',
  result: 'done',
  happenedAt: '2026-03-05T00:00:00.000Z',
  summary: '已说明',
}
const unsaid = run(`delete from interaction where kind = 'call'`)
/** The draft as it was, whatever became of it. */
const undraft = (kind: Kind) => async (store: Store) => {
  const own = `bank_id = '${bank.id}' and interaction_id = 'int_${kind}draft'`
  await run(`delete from interaction where ${own}`)(store)
  const [, draft] = careOf(kind, bank.id).interaction
  await store.db
    .insertInto('interaction')
    .values(draft as never)
    .execute()
}
const drafted = (deed: string, kind: Kind, more: Partial<Door>): Door => ({
  method: 'POST',
  path: `/interactions/int_${kind}draft/${deed}`,
  id: `int_${kind}draft`,
  more: version,
  ...more,
})
/** Doors to who belongs to whom, and to what was said. */
export const careDoors: Readonly<Record<string, Make>> = {
  'customers.listRelationships': (kind) => get(`/customers/${cus(kind)}/relationships`, cus(kind)),
  'customers.addRelationship': (kind) =>
    post(
      `/customers/${cus(kind)}/relationships`,
      cus(kind),
      { role: 'sibling', otherName: '新亲', ...why },
      { undo: run(`delete from relationship where role = 'sibling'`) },
    ),
  'customers.endRelationship': (kind) =>
    post(
      `/customers/${cus(kind)}/relationships/rel_${kind}/end`,
      cus(kind),
      { on: '2026-03-05', ...why },
      { more: version, undo: asTheyWere },
    ),
  'customers.undoRelationship': (kind) => ({
    method: 'POST',
    path: `/customers/${cus(kind)}/relationships/rel_${kind}new/undo`,
    id: cus(kind),
    more: version,
    undo: asTheyWere,
  }),
  'customers.getNetwork': (kind) => get(`/customers/${cus(kind)}/network?steps=3`, cus(kind)),
  'customers.getGuarantees': (kind) => get(`/customers/${cus(kind)}/guarantees`, cus(kind)),
  'customers.getBeneficialOwners': (kind) =>
    get(`/customers/${cus(kind)}/beneficial-owners`, cus(kind)),
  'customers.findHousehold': (kind) => get(`/customers/${cus(kind)}/household`, cus(kind)),
  'customers.formHousehold': (kind) =>
    post(`/customers/${cus(kind)}/household`, cus(kind), { fromOn: '2026-03-05', ...why }),
  'customers.addToHousehold': (kind) =>
    post(
      `/customers/${cus(kind)}/household/members`,
      cus(kind),
      { members: [cus(kind)], on: '2026-03-05', ...why },
      { more: version, undo: asTheyLived },
    ),
  'customers.leaveHousehold': (kind) =>
    post(
      `/customers/${cus(kind)}/household/leave`,
      cus(kind),
      { members: [cus(kind)], on: '2026-03-05', ...why },
      { more: version, undo: asTheyLived },
    ),
  'customers.joinHouseholds': (kind) =>
    post(
      `/customers/${cus(kind)}/household/join`,
      cus(kind),
      { otherId: cus(kind), on: '2026-03-05', ...why },
      { more: version },
    ),
  'customers.merge': (kind) =>
    post(
      `/customers/${cus(kind)}/merges`,
      cus(kind),
      { mergedId: cus(kind), ...why },
      { more: version },
    ),
  'customers.unmerge': (kind) => post(`/customers/merges/mrg_${kind}/undo`, `mrg_${kind}`, why),
  'customers.listMerges': (kind) => get(`/customers/${cus(kind)}/merges`, cus(kind), `mrg_${kind}`),
  'customers.listLabels': () => get('/customers/labels', '', 'lab_own'),
  'customers.createLabel': (_, at) =>
    post('/customers/labels', '', { kind: 'group', name: `名单${at}` }),
  'customers.listLabelled': (kind) =>
    get('/customers/labels/lab_own/customers?limit=100', cus(kind)),
  'customers.listLabelsOf': (kind) => get(`/customers/${cus(kind)}/labels`, cus(kind)),
  'customers.changeLabelled': (kind) =>
    post(
      '/customers/labels/lab_own/customers',
      cus(kind),
      { deed: 'put', customerIds: [cus(kind)] },
      { tells: '"unchanged":1' },
    ),
  'customers.undoLabelled': () => post('/customers/labels/changes/lch_none/undo', 'lch_none'),
  'customers.listOwners': (kind) => get(`/customers/${cus(kind)}/owners`, cus(kind)),
  'customers.listCandidates': (kind) =>
    get(`/customers/${cus(kind)}/owners/candidates`, cus(kind), 'stf_wu'),
  'customers.claim': (kind) => ({
    method: 'POST',
    path: `/customers/${cus(kind)}/claim`,
    id: cus(kind),
    ...given,
  }),
  'customers.handOver': (kind) =>
    post(`/customers/${cus(kind)}/hand-over`, cus(kind), { toId: 'stf_wu', ...why }, given),
  'customers.shareOut': (kind) =>
    post(
      `/customers/${cus(kind)}/owners`,
      cus(kind),
      { shares: [{ staffId: 'stf_wu', shareBp: 10_000 }], ...why },
      given,
    ),
  'customers.handOverBook': () =>
    post(
      '/customers/hand-over-book',
      '',
      { fromId: asker, toId: 'stf_wu', ...why },
      { undo: backInBooks },
    ),
  'interactions.listOf': (kind) => get(`/interactions?customerId=${cus(kind)}`, cus(kind)),
  'interactions.listByStaff': (kind) =>
    get('/interactions/by-staff?limit=100', `int_${kind}`, `"int_${kind}"`),
  'interactions.listNextSteps': (kind) =>
    get('/interactions/next-steps?until=2026-03-12&limit=100', `int_${kind}`, `"int_${kind}"`),
  'interactions.get': (kind) => get(`/interactions/int_${kind}`, `int_${kind}`),
  'interactions.create': (kind) =>
    post('/interactions', cus(kind), { customerId: cus(kind), ...said }, { undo: unsaid }),
  'interactions.update': (kind) => ({
    method: 'PUT',
    path: `/interactions/int_${kind}draft`,
    id: `int_${kind}draft`,
    more: { body: said, ...version },
    undo: undraft(kind),
  }),
  'interactions.submit': (kind) => drafted('submit', kind, { undo: undraft(kind) }),
  'interactions.discard': (kind) => drafted('discard', kind, { undo: undraft(kind) }),
  'interactions.addTo': (kind) =>
    post(
      `/interactions/int_${kind}/addenda`,
      `int_${kind}`,
      { text: '补充' },
      { undo: run('delete from interaction_addendum') },
    ),
}
