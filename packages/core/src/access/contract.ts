import * as z from 'zod/mini'
import { BankId, type Contract, Currency, LocalDate, page, pageQuery } from '../kit/index.ts'
import { AuditEvent } from './audit.ts'
import { BranchId } from './branch.ts'
import { Role } from './role.ts'
import { StaffId } from './staff.ts'

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

export const accessContract = {
  me: {
    method: 'GET',
    path: '/access/me',
    needs: 'access:read',
    summary: { zh: '当前登录人及其权限', en: 'Who is signed in, and what they may do' },
    returns: Me,
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
    errors: ['page.cursor_invalid'],
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
            result: 'ok',
            requestId: 'req_01',
          },
        ],
      },
    },
  },
} as const satisfies Contract
