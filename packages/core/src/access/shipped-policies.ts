import type { Policy } from './policy.ts'
import type { Role } from './role.ts'

const town = {
  staffId: 'stf_a',
  branchIds: ['brn_town'],
  row: { branchId: 'brn_town', managerId: 'stf_a' },
}
const elsewhere = { ...town, row: { branchId: 'brn_county', managerId: 'stf_b' } }
const colleague = { ...town, row: { branchId: 'brn_town', managerId: 'stf_b' } }
const unowned = { ...town, row: { branchId: 'brn_town', managerId: '' } }

const branchOnly: Policy['tests'] = [
  { given: town, sees: true },
  { given: elsewhere, sees: false },
]
const ownBook: Policy['tests'] = [
  { given: town, sees: true },
  { given: colleague, sees: false },
  { given: elsewhere, sees: false },
]
const unownedHere: Policy['tests'] = [
  { given: unowned, sees: true },
  { given: colleague, sees: false },
  { given: elsewhere, sees: false },
]

const rows = {
  branch: { where: [{ column: 'branchId', op: 'inBranchTree' }], tests: branchOnly },
  book: { where: [{ column: 'managerId', op: 'isSelf' }], tests: ownBook },
  unowned: {
    where: [
      { column: 'branchId', op: 'inBranchTree' },
      { column: 'managerId', op: 'eq', value: '' },
    ],
    tests: unownedHere,
  },
  shared: {
    where: [{ column: 'ownerIds', op: 'isOwner' }],
    tests: [
      { given: { ...town, row: { ...colleague.row, ownerIds: ['stf_b', 'stf_a'] } }, sees: true },
      { given: { ...town, row: { ...colleague.row, ownerIds: ['stf_b'] } }, sees: false },
    ],
  },
  bank: { where: [], tests: [{ given: elsewhere, sees: true }] },
} as const satisfies Record<string, Pick<Policy, 'where' | 'tests'>>

interface Grant {
  readonly role: Role
  readonly over: keyof typeof rows
  readonly owes?: Policy['obligations']
  /** By resource: fields shown and masked. */
  readonly sees: Readonly<Record<string, Policy['fields']>>
}

const all = { show: ['*'], mask: [] }
/** What somebody at the counter needs: who it is, and what moved on the account. */
const counter: Grant['sees'] = {
  customer: {
    show: ['name', 'kind', 'gender', 'village', 'branchId', 'managerId', 'openedOn', 'status'],
    mask: ['phone', 'idNumber', 'bornOn', 'birthdayCalendar', 'address'],
  },
  account: {
    show: ['kind', 'product', 'currency', 'branchId', 'openedOn', 'closedOn', 'status', 'role'],
    mask: ['number', 'balanceFen', 'balanceOn'],
  },
  movement: {
    show: ['bookedOn', 'amountFen', 'kind', 'channel', 'currency'],
    mask: ['balanceFen', 'counterpartyName', 'counterpartyAccount', 'counterpartyBank', 'memo'],
  },
  // What was said before is what a good answer begins with.
  interaction: all,
}
/** Away from the branch the name is covered too, until the caller has been verified. */
const remote: Grant['sees'] = {
  ...counter,
  customer: {
    show: ['kind', 'gender', 'branchId', 'status'],
    mask: ['name', 'phone', 'idNumber', 'bornOn', 'birthdayCalendar', 'address', 'village'],
  },
}
/** A manager sees whom they look after, less the numbers that open other doors. */
const manager: Grant['sees'] = {
  customer: { show: ['*'], mask: ['idNumber', 'phone'] },
  account: { show: ['*'], mask: ['number'] },
  holding: all,
  movement: { show: ['*'], mask: ['counterpartyAccount'] },
  interaction: all,
  reminder: all,
  facts: all,
  relationship: all,
}
/** Who looks into money sees what a manager sees of it, and nothing of the manager's own work. */
const inquiry: Grant['sees'] = {
  customer: manager.customer!,
  account: manager.account!,
  holding: all,
  movement: manager.movement!,
  relationship: all,
  interaction: all,
}
/** Who decides on credit knows besides who stands with whom. */
const decider: Grant['sees'] = { ...counter, relationship: all }
/** Who runs the system sees which line of a file is wrong and why, not what it holds. */
const operations: Grant['sees'] = { rejection: { show: ['column'], mask: ['found'] } }
/** Who answers for keeping and erasing finds people, restricted ones too, and reads little of them. */
const keeping: Grant['sees'] = { customer: remote.customer! }
/** For counting, never for reading: the server gives sums and counts over these, no rows. */
const counts: Grant['sees'] = { facts: all }

const grants: readonly Grant[] = [
  { role: 'teller', over: 'branch', sees: counter },
  { role: 'call-centre', over: 'bank', sees: remote, owes: { reason: true, watermark: true } },
  { role: 'approver', over: 'branch', sees: decider },
  { role: 'relationship-manager', over: 'book', sees: manager },
  { role: 'relationship-manager', over: 'shared', sees: manager },
  { role: 'relationship-manager', over: 'unowned', sees: manager },
  { role: 'branch-manager', over: 'branch', sees: manager },
  { role: 'campaign-operator', over: 'bank', sees: counts },
  { role: 'analyst', over: 'bank', sees: counts },
  { role: 'retention-officer', over: 'bank', sees: keeping },
  { role: 'system-admin', over: 'bank', sees: operations },
  {
    role: 'compliance-officer',
    over: 'bank',
    sees: inquiry,
    owes: { reason: true, watermark: true },
  },
]

/** What the shipped roles see. Data, not code: a bank replaces or adds to it. */
export const shippedPolicies: readonly Policy[] = grants.flatMap(({ role, over, sees, owes }) =>
  Object.entries(sees).map(([resource, fields]) => ({
    id: `${role}.${over}.${resource}`,
    version: 1,
    roles: [role],
    effect: 'allow' as const,
    resource,
    where: [...rows[over].where],
    fields,
    ...(owes && { obligations: owes }),
    tests: [...rows[over].tests],
  })),
)
