import { type AuthorityLine, duties, type Policy, type Role } from '@crm/core'
import type { Limits } from '../limits/limits.ts'
import type { Checks, DangerCode, DangerFacts } from './danger.ts'

/** What the dangers of rights and limits are looked for in. */
export interface AccessPart {
  readonly policies: readonly Policy[]
  readonly authority: readonly AuthorityLine[]
  readonly limits: Limits
}

/** The most of each limit that still limits anything. */
const most: Readonly<Record<keyof Limits, number>> = {
  requestsPerMinute: 3_000,
  exactSearchesPerHour: 600,
  failedSignInsPerMinute: 100,
  unmasksPerDay: 300,
  customersPerDay: 20_000,
  countsPerDay: 3_000,
  heavyAtOnce: 20,
}

const limitNames: readonly (readonly [DangerCode, keyof Limits])[] = [
  ['limits.requests_off', 'requestsPerMinute'],
  ['limits.searches_off', 'exactSearchesPerHour'],
  ['limits.sign_ins_off', 'failedSignInsPerMinute'],
  ['limits.unmasks_off', 'unmasksPerDay'],
  ['limits.customers_off', 'customersPerDay'],
  ['limits.counts_off', 'countsPerDay'],
  ['limits.heavy_off', 'heavyAtOnce'],
]

const limitChecks: Checks<AccessPart> = Object.fromEntries(
  limitNames.map(([code, name]) => [
    code,
    ({ limits }: AccessPart) => {
      const value = limits[name]
      return !(value >= 1 && value <= most[name]) && { value: String(value), most: most[name] }
    },
  ]),
)

const admins: readonly Role[] = ['system-admin', 'security-admin', 'audit-admin']
/** What shows customers, by the names that policies use. */
const aboutCustomers = ['customer', 'account', 'holding', 'movement', 'interaction', 'facts']

/** Dangers of the policies alone; a bank's own set is looked at too when it is in force. */
export const policyChecks: Checks<Pick<AccessPart, 'policies'>> = {
  'policies.everything_shown': ({ policies }) =>
    policies
      .filter(
        ({ effect, resource, where, fields, obligations = {} }) =>
          effect === 'allow' &&
          resource === 'customer' &&
          where.length === 0 &&
          fields.show.includes('*') &&
          !obligations.reason &&
          !obligations.stepUp,
      )
      .map(({ id, roles }) => ({ policy: id, role: roles.join(', ') })),
  'policies.admin_sees_customers': ({ policies }) =>
    policies.flatMap(({ id, roles, effect, resource }): DangerFacts[] => {
      const role = roles.find((one) => admins.includes(one))
      return effect === 'allow' && aboutCustomers.includes(resource) && role
        ? [{ policy: id, role }]
        : []
    }),
}

/** Roles that exclude the approver because they make what is approved. */
const makers = duties.flatMap((pair) =>
  pair.includes('approver')
    ? pair.filter((role) => role !== 'approver' && !admins.includes(role))
    : [],
)

/** Dangers of rights and limits. */
export const accessChecks: Checks<AccessPart> = {
  ...policyChecks,
  'authority.nobody_approves': ({ authority }) =>
    authority
      .filter(({ approvers, roles }) => !(approvers >= 1) || roles.length === 0)
      .map(({ kind, approvers }) => ({ kind, approvers })),
  'authority.made_and_approved': ({ authority }) =>
    authority.flatMap(({ kind, roles }): DangerFacts[] => {
      const role = roles.find((one) => makers.includes(one))
      return role ? [{ kind, role }] : []
    }),
  ...limitChecks,
}
