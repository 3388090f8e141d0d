// Who may do and see what, written down by hand from the roles' descriptions: it knows nothing of policies.
import type { Role } from '@crm/core'

/** Whose customer it is, seen from somebody at the town branch. */
export const kinds = [
  'own',
  'colleague',
  'nobody',
  'shared',
  'onceshared',
  'child',
  'childcolleague',
  'sibling',
  'parent',
  'restricted',
  'foreign',
  'unknown',
] as const
export type Kind = (typeof kinds)[number]

/** Everything at the branch and the outlets below it. */
const branch: readonly Kind[] = ['own', 'colleague', 'nobody', 'child', 'childcolleague']
const book: readonly Kind[] = ['own', 'nobody', 'child', 'shared']
const bank: readonly Kind[] = [...branch, 'shared', 'onceshared', 'sibling', 'parent']

/** Which customers a role finds. Restricted ones are kept and not used; another bank's are not there. */
export const sight: Readonly<Record<Role, readonly Kind[]>> = {
  teller: branch,
  'relationship-manager': book,
  'branch-manager': branch,
  'campaign-operator': [],
  approver: branch,
  'call-centre': bank,
  analyst: [],
  'system-admin': [],
  'security-admin': [],
  'audit-admin': [],
  'retention-officer': [...bank, 'restricted'],
  'compliance-officer': bank,
}

const everybody = Object.keys(sight) as readonly Role[]
const managers: readonly Role[] = ['relationship-manager', 'branch-manager']
const counter: readonly Role[] = [...managers, 'teller', 'call-centre', 'approver']
const writers: readonly Role[] = [...managers, 'teller']
const speakers: readonly Role[] = [...managers, 'teller', 'call-centre']
const inquirers: readonly Role[] = ['compliance-officer']
const finders: readonly Role[] = [...counter, ...inquirers, 'retention-officer']
const money: readonly Role[] = [...counter, ...inquirers]
const counters: readonly Role[] = [...managers, 'campaign-operator', 'analyst']
const related: readonly Role[] = [...managers, 'approver', ...inquirers]
const deciders: readonly Role[] = ['branch-manager', 'approver', 'security-admin', 'audit-admin']
const security: readonly Role[] = ['security-admin', 'audit-admin']
const admins: readonly Role[] = ['system-admin', ...security]
const keeper: readonly Role[] = ['retention-officer']
const segmentWriters: readonly Role[] = ['branch-manager', 'campaign-operator']

/** What is behind a door: customers by whose they are, or things that only their own bank has. */
export type Subject = 'customer' | 'approval' | 'thing' | 'none'

/** A row of the table. */
export interface Rule {
  readonly subject: Subject
  /** Who may knock; everybody else is told 403. */
  readonly roles: readonly Role[]
  /** Who is shown something there; those who may knock, when left out. The others find nothing: 404. */
  readonly shown?: readonly Role[]
  /** The status where something is shown. */
  readonly ok?: number
  /** The status where it depends on whose it is. */
  readonly status?: (kind: Kind) => number
  /** True where the answer is a list: always 200, and holds what is in sight. */
  readonly list?: boolean
  /** Where what is in sight may still be refused. */
  readonly refused?: (role: Role, kind: Kind) => boolean
  /** Whose things are shown, where that is narrower than the bank. */
  readonly among?: readonly Kind[]
}

const one = (roles: readonly Role[], more: Partial<Rule> = {}): Rule => ({
  subject: 'customer',
  roles,
  ...more,
})
const thing = (roles: readonly Role[], more: Partial<Rule> = {}): Rule => ({
  subject: 'thing',
  roles,
  ...more,
})
const none = (roles: readonly Role[], more: Partial<Rule> = {}): Rule => ({
  subject: 'none',
  roles,
  ...more,
})
const request = (roles: readonly Role[], more: Partial<Rule> = {}): Rule => ({
  subject: 'approval',
  roles,
  among: ['own', 'colleague', 'child'],
  ...more,
})

/** Every endpoint there is. One that is not here is a difference. */
export const rules: Readonly<Record<string, Rule>> = {
  'customers.search': one(finders, { list: true }),
  'customers.get': one(finders),
  'customers.getMany': one(finders, { list: true }),
  'customers.getProvenance': one(finders),
  'customers.listConflicts': one(finders, { list: true }),
  'customers.getHistory': one(finders),
  'customers.getAsOf': one(finders),
  'customers.restore': one(writers),
  'customers.create': none(writers, { ok: 201 }),
  'customers.edit': one(writers),
  // They have accounts.
  'customers.close': one(writers, { ok: 409 }),
  'customers.listRelationships': one(related),
  'customers.addRelationship': one(managers, { ok: 201 }),
  'customers.endRelationship': one(managers),
  'customers.undoRelationship': one(managers),
  'customers.getNetwork': one(related),
  'customers.getGuarantees': one(related),
  'customers.getBeneficialOwners': one(related),
  'customers.findHousehold': one(related),
  // Each is in a household of their own, and nobody leaves it but as a whole.
  'customers.formHousehold': one(managers, { ok: 422 }),
  'customers.addToHousehold': one(managers),
  'customers.leaveHousehold': one(managers),
  'customers.joinHouseholds': one(managers, { ok: 422 }),
  // Nobody is merged with themselves, and what was taken back is not taken back again: in sight or not is told.
  'customers.merge': one(managers, { ok: 409 }),
  'customers.unmerge': one(managers, { ok: 409 }),
  'customers.listMerges': one(finders),
  'customers.listConsents': one(finders),
  'customers.recordConsent': one(counter),
  'customers.exportPerson': one(['branch-manager', ...keeper]),
  'customers.restrict': one(keeper),
  'customers.liftRestriction': one(keeper),
  // They have accounts: to be forgotten has to wait for the end of the relationship.
  'customers.erase': one(keeper, { ok: 409 }),
  'customers.listLabels': none(managers),
  'customers.createLabel': none(managers, { ok: 201 }),
  'customers.listLabelled': one(managers, { list: true }),
  'customers.listLabelsOf': one(managers),
  'customers.changeLabelled': one(managers, { list: true }),
  'customers.undoLabelled': none(managers, { ok: 404 }),
  'customers.listOwners': one([...managers, 'approver']),
  'customers.listCandidates': one(managers),
  // Who is there to be claimed is whom nobody looks after; in sight of a manager, the others are taken.
  'customers.claim': one(managers, {
    status: (kind) => (['nobody', 'child'].includes(kind) ? 200 : 409),
  }),
  'customers.handOver': one(managers),
  'customers.shareOut': one(managers),
  'customers.handOverBook': none(managers),
  'holdings.listAccounts': one(money),
  // What a customer holds is for who looks after them: the counter knows accounts and movements.
  'holdings.getGroupTotals': one(related),
  'holdings.listHoldings': one(money, { shown: [...managers, ...inquirers] }),
  'holdings.listMovements': one(money),
  'holdings.getAverages': one(money),
  'holdings.getFlows': one(money),
  'desk.getOverview': one(finders),
  'desk.getOpenWork': one(finders),
  'desk.getTimeline': one(finders),
  'desk.findCaller': one(finders, { list: true }),
  'desk.verifyCaller': one(finders),
  'desk.unmask': one(money),
  'desk.unmask account': one(money),
  'desk.unmask movement': one(money),
  'interactions.listOf': one(money),
  'interactions.listByStaff': one(money, { list: true }),
  'interactions.listNextSteps': one(money, { list: true }),
  'interactions.get': one(money),
  'interactions.create': one(speakers, { ok: 201 }),
  'interactions.update': one(speakers),
  'interactions.submit': one(speakers),
  'interactions.discard': one(speakers),
  'interactions.addTo': one(speakers),
  'reminders.listDue': one(managers, { list: true }),
  'reminders.get': one(managers),
  'reminders.close': one(managers),
  'reminders.reopen': one(managers),
  'segments.preview': one(counters, { list: true, shown: managers }),
  'segments.explain': one(managers),
  events: one(everybody, { list: true, shown: finders }),

  'segments.list': thing(counters, { list: true }),
  'segments.get': thing(counters),
  'segments.create': none(segmentWriters, { ok: 201 }),
  'segments.update': thing(segmentWriters),
  'sources.listDeliveries': thing(['system-admin'], { list: true }),
  'sources.listRejections': thing(['system-admin']),

  'access.me': none(everybody),
  'access.getLicence': none(everybody),
  'access.listAudit': thing(['audit-admin'], { list: true }),
  'access.listStaff': thing(admins, { list: true }),
  'access.listRoles': none(security),
  'access.listAlerts': thing(security, { list: true }),
  'access.explain': thing(security),
  'access.endSessions': thing(['security-admin']),
  'access.listSeats': thing(['system-admin'], { list: true }),
  'access.freeSeat': thing(['system-admin']),
  // Where backups lie, this host has not said.
  'access.getBackups': none(['system-admin'], { ok: 404 }),
  // This installation runs without a licence, and so has no meter.
  'access.exportMeter': none(['system-admin'], { ok: 404 }),

  'approvals.list': request(deciders, { list: true }),
  'approvals.get': request(deciders),
  // A rate is for a head of branch to agree to, and nobody agrees to their own request.
  'approvals.decide': request(deciders, {
    refused: (role, kind) => role !== 'branch-manager' || kind === 'own',
  }),
  'approvals.withdraw': request(['branch-manager', 'security-admin'], { among: ['own'] }),
  'approvals.proposePolicies': none(['security-admin'], { ok: 201 }),
  'approvals.listDelegations': thing(deciders, { list: true }),
  'approvals.delegate': thing(deciders),
  'approvals.endDelegation': thing(deciders),
}

/** What is known of the answer beforehand. */
export interface Expected {
  readonly status: number
  /** For lists: whether it is among what is told. */
  readonly told?: boolean
}

/** Whether somebody in this role is shown what is of this kind. */
function isShown({ subject, roles, shown = roles, among }: Rule, role: Role, kind: Kind): boolean {
  if (!shown.includes(role)) return false
  if (subject === 'customer') return sight[role].includes(kind)
  return among ? among.includes(kind) : kind !== 'foreign' && kind !== 'unknown'
}

/** The answer that the table foresees. */
export function expected(rule: Rule, role: Role, kind: Kind): Expected {
  if (!rule.roles.includes(role)) return { status: 403 }
  const { ok = 200 } = rule
  if (rule.subject === 'none') return { status: ok }
  const shown = isShown(rule, role, kind)
  if (rule.list) return { status: 200, told: shown }
  if (!shown) return { status: 404 }
  return { status: rule.refused?.(role, kind) ? 403 : (rule.status?.(kind) ?? ok) }
}

/** The kinds that are worth asking about a subject. */
export const kindsOf = ({ subject }: Rule): readonly Kind[] => {
  if (subject === 'customer') return kinds
  if (subject === 'none') return ['own']
  if (subject === 'thing') return ['own', 'foreign', 'unknown']
  return ['own', 'colleague', 'child', 'sibling', 'parent', 'foreign', 'unknown']
}
