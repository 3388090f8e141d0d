// Twelve ways to decide on a request of one's own, or on one that is not for oneself to decide, five times each.
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import type { Front } from './houses.ts'
import { HASH } from './plant-kinds.ts'

/** What was tried, and how it ended. */
export interface TryOutcome {
  readonly way: string
  readonly refused: boolean
}

interface Setting {
  readonly kind: string
  readonly role: string
  readonly amount_fen: number | null
}
const settings: readonly Setting[] = [
  { kind: 'rate.exception', role: 'branch-manager', amount_fen: 40_000_000 },
  { kind: 'rate.exception', role: 'approver', amount_fen: 60_000_000 },
  { kind: 'rate.exception', role: 'branch-manager', amount_fen: 400_000_000 },
  { kind: 'customer.export', role: 'branch-manager', amount_fen: null },
  { kind: 'customer.export', role: 'approver', amount_fen: null },
]

/** One request with its people: the maker, the decider, and a second account of each. */
class Case {
  readonly store: Store
  readonly front: Front
  readonly setting: Setting
  readonly id: string

  constructor(store: Store, front: Front, setting: Setting, id: string) {
    this.store = store
    this.front = front
    this.setting = setting
    this.id = id
  }

  account = (name: string) => `stf_${name}${this.id}`

  /** An account of a person; four of them: maker and decider, each with a second. */
  async people(deciderBranch = 'brn_town'): Promise<void> {
    const person = (name: string, of: string, branch_id: string) => ({
      bank_id: bank.id,
      staff_id: this.account(name),
      person_id: `per_${of}${this.id}`,
      name,
      branch_id,
      roles: JSON.stringify([this.setting.role]),
    })
    await this.store.db
      .insertInto('staff')
      .values([
        person('maker', 'maker', 'brn_town'),
        person('maker2', 'maker', 'brn_town'),
        person('decider', 'decider', deciderBranch),
        person('decider2', 'decider', 'brn_town'),
        person('other', 'other', 'brn_town'),
      ])
      .execute()
  }

  async request(part = ''): Promise<string> {
    const approval_id = `apv_${this.id}${part}`
    const { kind, amount_fen } = this.setting
    await this.store.db
      .insertInto('approval')
      .values({
        bank_id: bank.id,
        approval_id,
        kind,
        subject_kind: 'customer',
        subject_id: `cus_${this.id}`,
        branch_id: 'brn_liuhe',
        maker_branch_id: 'brn_town',
        reason: JSON.stringify({ code: 'policy.change', facts: { policies: 1 } }),
        content: '{}',
        content_hash: HASH,
        amount_fen,
        maker_id: this.account('maker'),
        maker_person_id: `per_maker${this.id}`,
        made_at: '2026-03-05T01:00:00Z',
      })
      .execute()
    return approval_id
  }

  async lend(from: string, to: string): Promise<void> {
    await this.store.db
      .insertInto('delegation')
      .values({
        bank_id: bank.id,
        delegation_id: `dlg_${from}${this.id}`,
        from_id: this.account(from),
        to_id: this.account(to),
        from_on: '2026-03-01',
        to_on: '2026-03-31',
      })
      .execute()
  }

  async recuse(of: string): Promise<void> {
    const person_id = `per_${of}${this.id}`
    await this.store.db
      .insertInto('recusal')
      .values({ bank_id: bank.id, subject_id: `cus_${this.id}`, person_id, reason: '亲属' })
      .execute()
  }

  setRoles = (name: string, roles: readonly string[]) =>
    this.store.db
      .updateTable('staff')
      .set({ roles: JSON.stringify(roles) })
      .where('staff_id', '=', this.account(name))
      .execute()

  /** Agree as somebody; true where it was taken. */
  async agree(name: string, id: string, version = 1): Promise<boolean> {
    const seat = { bankId: bank.id, staffId: this.account(name) }
    const response = await this.front.ask(seat, 'POST', `/approvals/requests/${id}/decide`, {
      body: { decision: 'approve', contentHash: HASH },
      headers: { 'if-match': `"v${version}"` },
    })
    if (response.status >= 500) throw new Error(await response.text())
    return response.status === 200
  }

  async status(id: string): Promise<string> {
    const row = await this.store.db
      .selectFrom('approval')
      .select('status')
      .where('approval_id', '=', id)
      .executeTakeFirstOrThrow()
    return row.status
  }
}

/** True where the trick was refused. */
type Way = (one: Case) => Promise<boolean>

const plain =
  (prepare: (one: Case) => Promise<unknown>, who = 'decider', branch?: string): Way =>
  async (one) => {
    await one.people(branch)
    await prepare(one)
    return !(await one.agree(who, await one.request()))
  }
const nothing = async () => undefined

const ways: Readonly<Record<string, Way>> = {
  'by the maker': plain(nothing, 'maker'),
  'by another account of the maker': plain(nothing, 'maker2'),
  'in the place of the maker': plain((one) => one.lend('maker', 'decider')),
  'while the maker acts for the decider': plain((one) => one.lend('decider', 'maker')),
  'in the place of the maker, by another account': plain((one) => one.lend('maker', 'decider2')),
  'while another account of the maker acts for the decider': plain((one) =>
    one.lend('decider', 'maker2'),
  ),
  'twice by one person with two accounts': async (one) => {
    await one.people()
    const id = await one.request()
    await one.agree('decider', id)
    return !(await one.agree('decider2', id, 2))
  },
  'by somebody with an interest': plain((one) => one.recuse('decider')),
  'by the delegate of somebody with an interest': plain(async (one) => {
    await one.recuse('other')
    await one.lend('other', 'decider')
    // A role that may decide, and has no authority of its own here.
    await one.setRoles('decider', ['audit-admin'])
  }),
  'from below': plain(nothing, 'decider', 'brn_liuhe'),
  'by somebody whose role was taken in between': async (one) => {
    await one.people()
    const id = await one.request()
    const seat = { bankId: bank.id, staffId: one.account('decider') }
    await one.front.ask(seat, 'GET', `/approvals/requests/${id}`)
    await one.setRoles('decider', [])
    return !(await one.agree('decider', id))
  },
  'ten at once, by the maker; or in parts that one line covers': async (one) => {
    await one.people()
    const { kind, amount_fen } = one.setting
    const parts: string[] = []
    for (let part = 0; part < 10; part++) parts.push(await one.request(`p${part}`))
    if (kind === 'rate.exception' && amount_fen) {
      // Together they are beyond every line: no part may be agreed to.
      const agreed = await Promise.all(parts.map((id) => one.agree('decider', id)))
      const done = await Promise.all(parts.map((id) => one.status(id)))
      return !agreed.includes(true) || !done.includes('approved')
    }
    const agreed = await Promise.all(parts.map((id) => one.agree('maker', id)))
    return !agreed.includes(true)
  },
}

/** Try every way in every setting. */
export async function tryOwnRequests(store: Store, front: Front): Promise<readonly TryOutcome[]> {
  const outcomes: TryOutcome[] = []
  for (const [at, [way, attempt]] of Object.entries(ways).entries())
    for (const [nth, setting] of settings.entries()) {
      const one = new Case(store, front, setting, `w${at}s${nth}`)
      outcomes.push({
        way: `${way} (${setting.kind}, ${setting.role})`,
        refused: await attempt(one),
      })
    }
  return outcomes
}

/** How many of the settings a person without any tie may agree in: what is refused is refused for a reason. */
export async function decideProperly(
  store: Store,
  front: Front,
): Promise<{ readonly settings: number; readonly decided: number }> {
  let decided = 0
  for (const [nth, setting] of settings.entries()) {
    const one = new Case(store, front, setting, `ok${nth}`)
    await one.people()
    if (await one.agree('decider', await one.request())) decided += 1
  }
  return { settings: settings.length, decided }
}

/** Whether the store itself refuses the maker's word, whatever a program forgets. */
export async function writeOwnWord(store: Store): Promise<boolean> {
  const word = { bank_id: bank.id, approval_id: 'apv_own', decision: 'approve', remark: '' }
  return store.db
    .insertInto('approval_decision')
    .values({ ...word, person_id: 'per_asker', staff_id: 'stf_any', at: '2026-03-05T01:00:00Z' })
    .execute()
    .then(
      () => false,
      () => true,
    )
}
