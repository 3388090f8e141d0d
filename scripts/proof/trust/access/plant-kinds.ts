// Customers of every kind, seen from somebody at the town branch, and one of every other thing.
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import { type Kind, kinds } from './oracle.ts'
import { careOf } from './plant-care.ts'
import { saidOf, seenAt } from './plant-said.ts'

/** Somebody at the town branch of each bank, who takes on every role in turn. */
export const asker = 'stf_asker'
/** What every text of the second bank begins with. */
export const MARK = '乙'
/** What every request was agreed to be. */
export const HASH = 'a'.repeat(64)
const SINCE = '2025-03-05'

export const where: Readonly<Partial<Record<Kind, readonly [branch: string, manager: string]>>> = {
  own: ['brn_town', asker],
  colleague: ['brn_town', 'stf_wu'],
  nobody: ['brn_town', ''],
  shared: ['brn_county', 'stf_tang'],
  onceshared: ['brn_county', 'stf_tang'],
  child: ['brn_liuhe', ''],
  childcolleague: ['brn_liuhe', 'stf_guo'],
  sibling: ['brn_county', ''],
  parent: ['brn_head', ''],
  restricted: ['brn_town', asker],
  foreign: ['brn_town', asker],
}

/** The number of a kind at a bank, from which its canaries are made. */
const numberOf = (kind: Kind, bankId: string): string =>
  `${bankId === bank.id ? 1 : 7}${String(kinds.indexOf(kind) + 1).padStart(2, '0')}`

/** What a bank's customer of a kind holds that nobody else's record does. */
export function canariesOf(kind: Kind, bankId: string = bank.id): Readonly<Record<string, string>> {
  const n = numberOf(kind, bankId)
  const tag = bankId === bank.id ? '甲' : MARK
  return {
    name: `${tag}客${kind}`,
    village: `${tag}村${kind}`,
    address: `${tag}址${kind}`,
    phone: `139${n}55${n}`,
    idNumber: `590122${n}8022${n}068`,
    accountNumber: `62${n}00000${n}4444`,
    memo: `${tag}言${kind}`,
    counterparty: `${tag}友${kind}`,
    counterpartyAccount: `80${n}77700${n}1111`,
    balance: `98${n}${n}01`,
    subject: `${tag}题${kind}`,
    summary: `${tag}谈${kind}`,
    promise: `${tag}约${kind}`,
  }
}

/** Everything that one customer has, table by table. */
function rowsOf(kind: Kind, bankId: string) {
  const [branch_id, manager_id] = where[kind]!
  const can = canariesOf(kind, bankId)
  const customer = { bank_id: bankId, customer_id: `cus_${kind}` }
  const account_id = `acc_${kind}`
  const balance_fen = Number(can.balance)
  const reminder = (id: string, closing: object) => ({
    ...customer,
    reminder_id: id,
    branch_id,
    manager_id,
    kind: 'birthday',
    subject: can.subject,
    occurrence: id,
    due_on: '2026-03-06',
    show_on: '2026-03-01',
    reason: JSON.stringify({ code: 'reminder.birthday', facts: {} }),
    stake_fen: balance_fen,
    ...closing,
  })
  const shares = kind === 'shared' || kind === 'onceshared'
  return {
    customer: [
      {
        ...customer,
        kind: 'person',
        name: can.name,
        name_pinyin: kind,
        name_initials: kind,
        name_sound: kind,
        gender: 'female',
        born_on: '1980-02-02',
        birthday_calendar: 'solar',
        phone: can.phone,
        id_number: can.idNumber,
        village: can.village,
        address: can.address,
        branch_id,
        manager_id,
        opened_on: SINCE,
        source: 'proof',
        source_key: kind,
        restricted: kind === 'restricted',
      },
    ],
    ...saidOf(kind, customer, { ...can, branchId: branch_id, managerId: manager_id || undefined }),
    customer_place: [{ ...customer, from_on: SINCE, branch_id, manager_id }],
    account: [
      {
        ...customer,
        account_id,
        number: can.accountNumber,
        kind: 'savings',
        product: '活期',
        currency: 'CNY',
        branch_id,
        opened_on: SINCE,
        balance_fen,
        balance_on: SINCE,
      },
    ],
    account_holder: [{ ...customer, account_id, owner_id: customer.customer_id, role: 'owner' }],
    holding: [
      {
        ...customer,
        holding_id: `hld_${kind}`,
        product: 'term-deposit',
        name: can.subject,
        currency: 'CNY',
        amount_fen: balance_fen,
      },
    ],
    movement: [
      {
        ...customer,
        movement_id: `mov_${kind}`,
        account_id,
        booked_on: '2026-03-01',
        amount_fen: 100,
        currency: 'CNY',
        balance_fen,
        kind: 'transfer',
        counterparty_name: can.counterparty,
        counterparty_account: can.counterpartyAccount,
        memo: can.memo,
      },
    ],
    reminder: [
      reminder(`rem_${kind}`, {}),
      reminder(`rem_${kind}done`, {
        status: 'done',
        closed_by: asker,
        closed_at: '2026-03-02T01:00:00Z',
      }),
    ],
    customer_facts: [{ ...customer, as_of: '2026-03-05', assets_fen: balance_fen }],
    customer_owner: shares
      ? [
          {
            ...customer,
            staff_id: asker,
            from_on: '2025-06-01',
            to_on: kind === 'shared' ? null : '2026-03-05',
            share_bp: 10_000,
          },
        ]
      : [],
  }
}

type Rows = Readonly<Record<string, readonly object[]>>

/** Write rows, table by table, in one go. */
async function write(store: Store, rows: Rows): Promise<void> {
  await store.transaction(async (db) => {
    for (const [table, all] of Object.entries(rows))
      if (all.length > 0)
        await db
          .insertInto(table as 'bank')
          .values(all as never)
          .execute()
  })
}

/** A customer of every kind; one kind is only in the second bank. */
export async function plantKinds(store: Store, bankId: string): Promise<void> {
  for (const kind of kinds)
    if (where[kind] && (kind !== 'foreign' || bankId !== bank.id))
      await write(store, { ...rowsOf(kind, bankId), ...careOf(kind, bankId) })
}

/** Put one of every other thing into a bank: segments, files, requests, records. */
export async function plantThings(store: Store, bankId: string): Promise<void> {
  const of = { bank_id: bankId }
  const home = bankId === bank.id
  const kind = home ? 'own' : 'foreign'
  const tag = home ? '甲' : MARK
  const person = (id: string) => ({
    ...of,
    staff_id: `stf_${id}`,
    person_id: `per_${id}`,
    name: `${tag}员${id}`,
    branch_id: 'brn_town',
    roles: '["teller"]',
  })
  const request = (id: string, branch_id: string, maker: string) => ({
    ...of,
    approval_id: `apv_${id}`,
    kind: 'rate.exception',
    subject_kind: 'customer',
    subject_id: `cus_${id}`,
    branch_id,
    maker_branch_id: branch_id,
    reason: JSON.stringify({ code: 'policy.change', facts: { policies: 1 } }),
    content: JSON.stringify({ tag }),
    content_hash: HASH,
    amount_fen: 10_000,
    maker_id: maker,
    maker_person_id: maker.replace('stf', 'per'),
    made_at: '2026-03-05T01:00:00Z',
  })
  const people = ['asker', 'wu2', kind]
  await write(store, {
    staff: people.map(person),
    staff_history: people.map((id) => {
      const { bank_id, staff_id, branch_id, roles } = person(id)
      return { bank_id, staff_id, branch_id, roles, from_on: '1900-01-01', active: true }
    }),
    segment: [
      {
        ...of,
        segment_id: `seg_${kind}`,
        name: `${tag}群`,
        criteria: JSON.stringify({ field: 'kind', is: 'eq', value: 'person' }),
        created_by: asker,
      },
    ],
    delivery: [
      {
        ...of,
        delivery_id: `dlv_${kind}`,
        source: `${tag}源`,
        records: 'customers',
        file: `${tag}.csv`,
        sha256: HASH,
        encoding: 'utf-8',
        status: 'done',
        started_at: '2026-03-04T20:00:00Z',
      },
    ],
    licence_seat: [
      {
        ...of,
        staff_id: `stf_${kind}`,
        taken_at: '2026-03-04T01:00:00Z',
        last_seen_on: '2026-03-05',
      },
    ],
    security_alert: [
      {
        ...of,
        alert_id: `alr_${kind}`,
        kind: 'off-hours',
        actor_id: asker,
        day: '2026-03-04',
        facts: JSON.stringify({ code: 'security.off_hours', facts: { seen: 1 } }),
        at: '2026-03-05T01:00:00Z',
      },
    ],
    audit_event: [
      { ...of, ...seenAt(asker, `mark_${kind}`), event_id: `aud_${kind}`, purpose: tag },
    ],
    delegation: [
      {
        ...of,
        delegation_id: `dlg_${kind}`,
        from_id: asker,
        to_id: 'stf_wu2',
        from_on: '2027-01-01',
        to_on: '2027-01-02',
      },
    ],
    approval: home
      ? [
          request('own', 'brn_town', asker),
          request('colleague', 'brn_town', 'stf_wu'),
          request('child', 'brn_liuhe', 'stf_guo'),
          request('sibling', 'brn_county', 'stf_tang'),
          request('parent', 'brn_head', 'stf_qian'),
        ]
      : [request('foreign', 'brn_town', asker)],
  })
}
