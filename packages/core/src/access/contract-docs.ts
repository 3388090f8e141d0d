import type { ContractDocs } from '../kit/index.ts'
import type { accessContract } from './contract.ts'
import { licenceDocs } from './licence-docs.ts'

const chenLine = {
  id: 'stf_chen',
  name: '陈波',
  branchId: 'brn_town',
  branchName: '城关支行',
  roles: ['relationship-manager'],
  active: true,
  entitlements: ['access:read', 'customer:read'],
}
/** What the endpoints of `/access` are for, with an example of each: for documents and tests alone. */
export const accessDocs = {
  ...licenceDocs,
  me: {
    summary: { zh: '当前登录人及其权限', en: 'Who is signed in, and what they may do' },
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
    summary: { zh: '审计记录', en: 'Who did and saw what, newest first' },
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
            customerIds: [],
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
    summary: { zh: '员工及其角色与权限', en: 'Who works here, in which roles' },
    example: { query: { limit: '20' }, returns: { items: [chenLine] } },
  },
  listRoles: {
    summary: {
      zh: '各角色可做与可见的内容',
      en: 'What each role may do and see, and by which policy',
    },
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
    summary: {
      zh: '某员工在某日为何能(不能)看到某客户',
      en: 'Why somebody sees a customer on a day, or does not',
    },
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
    summary: { zh: '系统使用异常预警', en: 'Alerts about the use of the system, newest first' },
    example: {
      query: { limit: '20' },
      returns: {
        items: [
          {
            id: 'sec_20260305_stf_liu_snooping',
            kind: 'snooping',
            staffId: 'stf_liu',
            day: '2026-03-05',
            reasons: [
              { code: 'security.unrelated', facts: { seen: 9, usual: 1, tenths: 80 } },
              { code: 'security.in_a_row', facts: { seen: 6, usual: 1, tenths: 50 } },
            ],
            at: '2026-03-05T09:30:00.000Z',
          },
        ],
      },
    },
  },
  getBackups: {
    summary: {
      zh: '备份、恢复演练与审计封签的状态',
      en: 'How backups, the last restore drill and the seals of the audit stand',
    },
    example: {
      returns: {
        at: '2026-03-05T02:00:00.000Z',
        state: 'warn',
        reasons: [{ state: 'warn', reason: { code: 'backup.no_drill', facts: {} } }],
        rpoMinutes: 30,
        backups: [
          {
            takenAt: '2026-03-05T01:45:00.000Z',
            engine: 'pglite',
            bytes: 4_812_330,
            rows: 66_412,
            verified: true,
          },
        ],
        seals: { seals: 41, sealedAt: '2026-03-05T01:59:58.000Z' },
      },
    },
  },
  endSessions: {
    summary: { zh: '立即终止某员工的全部会话', en: 'End every session of somebody at once' },
    example: {
      params: { id: 'stf_liu' },
      body: { reason: '离岗' },
      returns: { staffId: 'stf_liu', until: '2026-03-05T13:00:00.000Z' },
    },
  },
} as const satisfies ContractDocs<typeof accessContract>
