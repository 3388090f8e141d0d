import * as z from 'zod/mini'
import {
  BankId,
  type Contract,
  Currency,
  Instant,
  LocalDate,
  page,
  pageQuery,
  Reason,
} from '../kit/index.ts'
import { AuditEvent } from './audit.ts'
import { BackupStanding } from './backups.ts'
import { BranchId } from './branch.ts'
import { licenceEndpoints } from './licence-contract.ts'
import { Condition, Obligations } from './policy.ts'
import { Role } from './role.ts'
import { StaffId } from './staff.ts'
import { SecurityAlert } from './watch.ts'

/** The signed-in person, their bank and its business day. */
export const Me = z.strictObject({
  staffId: StaffId,
  name: z.string(),
  branchId: BranchId,
  branchName: z.string(),
  roles: z.array(Role),
  entitlements: z.array(z.string()),
  /** Rooms that are switched on here. */
  modules: z.array(z.string()),
  /** Their screens of customers carry who looks and when: a policy of theirs asks it. */
  watermark: z.optional(z.boolean()),
  bank: z.strictObject({
    id: BankId,
    name: z.string(),
    currency: Currency,
    /** The accounting day that the bank's systems are on. */
    businessDate: LocalDate,
  }),
})
export interface Me extends z.infer<typeof Me> {}

/** A member of staff as an administrator sees them. */
export const StaffLine = z.strictObject({
  id: StaffId,
  name: z.string(),
  branchId: BranchId,
  branchName: z.string(),
  roles: z.array(Role),
  active: z.boolean(),
  entitlements: z.array(z.string()),
})
export interface StaffLine extends z.infer<typeof StaffLine> {}

/** What one role may do and see, with the policies that say so. */
export const RoleLine = z.strictObject({
  role: Role,
  entitlements: z.array(z.string()),
  policies: z.array(
    z.strictObject({
      id: z.string(),
      version: z.int(),
      effect: z.enum(['allow', 'deny']),
      resource: z.string(),
      where: z.array(Condition),
      show: z.array(z.string()),
      mask: z.array(z.string()),
      obligations: z.optional(Obligations),
    }),
  ),
  /** Roles that the same person may not hold beside this one. */
  excludes: z.array(Role),
})
export interface RoleLine extends z.infer<typeof RoleLine> {}

/** Why somebody sees a customer on a day, or does not. */
export const AccessExplanation = z.strictObject({
  staffId: StaffId,
  customerId: z.string(),
  asOf: LocalDate,
  roles: z.array(Role),
  sees: z.boolean(),
  reason: Reason,
  trace: z.array(
    z.strictObject({
      policyId: z.string(),
      version: z.int(),
      effect: z.enum(['allow', 'deny']),
      matches: z.boolean(),
      unmet: z.array(z.string()),
    }),
  ),
  fields: z.record(z.string(), z.enum(['show', 'mask', 'hide'])),
  obligations: Obligations,
  /** The version of the bank's own policies; 0 for the shipped ones. */
  policyVersion: z.int(),
})
export interface AccessExplanation extends z.infer<typeof AccessExplanation> {}

export const accessContract = {
  ...licenceEndpoints,
  me: {
    method: 'GET',
    path: '/access/me',
    needs: 'access:read',
    returns: Me,
    essential: true,
    errors: [],
  },
  listAudit: {
    method: 'GET',
    path: '/access/audit',
    needs: 'audit:read',
    query: z.strictObject({
      ...pageQuery,
      objectId: z.optional(z.string().check(z.maxLength(60))),
    }),
    returns: page(AuditEvent),
    essential: true,
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
  listStaff: {
    method: 'GET',
    path: '/access/staff',
    needs: 'staff:read',
    query: z.strictObject(pageQuery),
    returns: page(StaffLine),
    errors: ['page.cursor_invalid'],
  },
  listRoles: {
    method: 'GET',
    path: '/access/roles',
    needs: 'policy:read',
    returns: page(RoleLine),
    errors: [],
  },
  explain: {
    method: 'GET',
    path: '/access/explain',
    needs: 'policy:read',
    query: z.strictObject({
      staffId: StaffId,
      customerId: z.string().check(z.regex(/^cus_[a-z0-9]{1,40}$/)),
      asOf: z.optional(LocalDate),
    }),
    returns: AccessExplanation,
    errors: ['access.staff_not_found', 'access.subject_not_found'],
  },
  listAlerts: {
    method: 'GET',
    path: '/access/alerts',
    needs: 'alert:read',
    query: z.strictObject(pageQuery),
    returns: page(SecurityAlert),
    errors: ['page.cursor_invalid'],
  },
  getBackups: {
    method: 'GET',
    path: '/access/backups',
    needs: 'backup:read',
    returns: BackupStanding,
    essential: true,
    errors: ['access.backups_untold'],
  },
  endSessions: {
    method: 'POST',
    path: '/access/staff/:id/end-sessions',
    needs: 'session:end',
    params: z.strictObject({ id: StaffId }),
    body: z.strictObject({ reason: z.string().check(z.minLength(2), z.maxLength(120)) }),
    returns: z.strictObject({ staffId: StaffId, until: Instant }),
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['access.staff_not_found'],
  },
} as const satisfies Contract
