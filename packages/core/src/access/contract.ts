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

const chenLine = {
  id: 'stf_chen',
  name: '陈波',
  branchId: 'brn_town',
  branchName: '城关支行',
  roles: ['relationship-manager'],
  active: true,
  entitlements: ['access:read', 'customer:read'],
}

export const accessContract = {
  ...licenceEndpoints,
  me: {
    method: 'GET',
    path: '/access/me',
    needs: 'access:read',
    summary: { zh: '当前登录人及其权限', en: 'Who is signed in, and what they may do' },
    returns: Me,
    essential: true,
    errors: [],
    example: {
      returns: {
        staffId: 'stf_chen',
        name: '陈波',
        branchId: 'brn_town',
        branchName: '城关支行',
        roles: ['relationship-manager'],
        entitlements: ['access:read', 'customer:read'],
        modules: ['customers', 'holdings', 'reminders', 'segments'],
        bank: {
          id: 'bnk_shiqiao',
          name: '石桥农商银行',
          currency: 'CNY',
          businessDate: '2026-03-05',
        },
      },
    },
  },
  listAudit: {
    method: 'GET',
    path: '/access/audit',
    needs: 'audit:read',
    summary: { zh: '审计记录', en: 'Who did and saw what, newest first' },
    query: z.strictObject({
      ...pageQuery,
      objectId: z.optional(z.string().check(z.maxLength(60))),
    }),
    returns: page(AuditEvent),
    essential: true,
    errors: ['page.cursor_invalid'],
    discloses: true,
    example: {
      query: { limit: '20' },
      returns: {
        items: [
          {
            id: 'aud_01',
            at: '2026-03-05T01:20:00.000Z',
            actorId: 'stf_chen',
            roles: ['relationship-manager'],
            action: 'customers.get',
            objectKind: 'customer',
            objectId: 'cus_li',
            fieldNames: ['name', 'phone'],
            decision: 'allowed',
            purpose: '',
            policyId: 'relationship-manager.book.customer@1',
            address: '',
            result: 'ok',
            requestId: 'req_01',
          },
        ],
      },
    },
  },
  listStaff: {
    method: 'GET',
    path: '/access/staff',
    needs: 'staff:read',
    summary: { zh: '员工及其角色与权限', en: 'Who works here, in which roles' },
    query: z.strictObject(pageQuery),
    returns: page(StaffLine),
    errors: ['page.cursor_invalid'],
    example: { query: { limit: '20' }, returns: { items: [chenLine] } },
  },
  listRoles: {
    method: 'GET',
    path: '/access/roles',
    needs: 'policy:read',
    summary: {
      zh: '各角色可做与可见的内容',
      en: 'What each role may do and see, and by which policy',
    },
    returns: page(RoleLine),
    errors: [],
    example: {
      returns: {
        items: [
          {
            role: 'analyst',
            entitlements: ['access:read', 'segment:read'],
            policies: [
              {
                id: 'analyst.bank.facts',
                version: 1,
                effect: 'allow',
                resource: 'facts',
                where: [],
                show: ['*'],
                mask: [],
              },
            ],
            excludes: ['system-admin', 'security-admin', 'audit-admin'],
          },
        ],
      },
    },
  },
  explain: {
    method: 'GET',
    path: '/access/explain',
    needs: 'policy:read',
    summary: {
      zh: '某员工在某日为何能(不能)看到某客户',
      en: 'Why somebody sees a customer on a day, or does not',
    },
    query: z.strictObject({
      staffId: StaffId,
      customerId: z.string().check(z.regex(/^cus_[a-z0-9]{1,40}$/)),
      asOf: z.optional(LocalDate),
    }),
    returns: AccessExplanation,
    errors: ['access.staff_not_found', 'access.subject_not_found'],
    example: {
      query: { staffId: 'stf_chen', customerId: 'cus_li' },
      returns: {
        staffId: 'stf_chen',
        customerId: 'cus_li',
        asOf: '2026-03-05',
        roles: ['relationship-manager'],
        sees: true,
        reason: {
          code: 'access.allowed_by',
          facts: { policy: 'relationship-manager.book.customer' },
        },
        trace: [
          {
            policyId: 'relationship-manager.book.customer',
            version: 1,
            effect: 'allow',
            matches: true,
            unmet: [],
          },
        ],
        fields: { name: 'show', idNumber: 'mask' },
        obligations: {},
        policyVersion: 0,
      },
    },
  },
  listAlerts: {
    method: 'GET',
    path: '/access/alerts',
    needs: 'alert:read',
    summary: { zh: '系统使用异常预警', en: 'Alerts about the use of the system, newest first' },
    query: z.strictObject(pageQuery),
    returns: page(SecurityAlert),
    errors: ['page.cursor_invalid'],
    example: {
      query: { limit: '20' },
      returns: {
        items: [
          {
            id: 'sec_20260305_stf_liu_snooping',
            kind: 'snooping',
            staffId: 'stf_liu',
            day: '2026-03-05',
            reason: { code: 'security.unrelated', facts: { seen: 9, usual: 0, tenths: 90 } },
            at: '2026-03-05T09:30:00.000Z',
          },
        ],
      },
    },
  },
  endSessions: {
    method: 'POST',
    path: '/access/staff/:id/end-sessions',
    needs: 'session:end',
    summary: { zh: '立即终止某员工的全部会话', en: 'End every session of somebody at once' },
    params: z.strictObject({ id: StaffId }),
    body: z.strictObject({ reason: z.string().check(z.minLength(2), z.maxLength(120)) }),
    returns: z.strictObject({ staffId: StaffId, until: Instant }),
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['access.staff_not_found'],
    example: {
      params: { id: 'stf_liu' },
      body: { reason: '离岗' },
      returns: { staffId: 'stf_liu', until: '2026-03-05T13:00:00.000Z' },
    },
  },
} as const satisfies Contract
