import {
  type AuditEvent,
  accessContract,
  accessErrors,
  coverEvent,
  duties,
  entitlementsOf,
  hiddenNouns,
  type Instant,
  type Me,
  type Policy,
  Role,
  type RoleLine,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { answer } from '../kit/answer.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import type { ReadSession } from '../kit/session.ts'
import { backupsOf } from './backups.ts'
import { licenceStanding } from './licence-standing.ts'
import { freeSeat, listSeats } from './licence-store.ts'
import { exportMeter, licensingOf } from './meter.ts'
import { accessStore } from './store.ts'

/** No session outlives a working day: after it nothing is left to deny. */
const LONGEST_SESSION_MS = 12 * 3_600_000

const roleLine = (role: Role, policies: readonly Policy[]): RoleLine => ({
  role,
  entitlements: [...entitlementsOf([role])],
  policies: policies
    .filter(({ roles }) => roles.includes(role))
    .map(({ id, version, effect, resource, where, fields, obligations }) => ({
      id,
      version,
      effect,
      resource,
      where: [...where],
      show: [...fields.show],
      mask: [...fields.mask],
      ...(obligations && { obligations }),
    })),
  excludes: duties
    .filter((pair) => pair.includes(role))
    .map(([one, other]) => (one === role ? other : one)),
})

/** Does any policy that gives the caller sight ask for a mark on their screens? */
const owesMark = ({ policies, caller }: ReadSession): boolean =>
  policies.some(
    ({ effect, roles, obligations }) =>
      effect === 'allow' &&
      obligations?.watermark === true &&
      roles.some((role) => caller.roles.includes(role)),
  )

/** Answers `/access`. */
export const accessRoom = answer('access', accessContract, {
  async me({ session }) {
    const { caller } = session
    const found = await session.db
      .selectFrom('bank')
      .innerJoin('branch', 'branch.bank_id', 'bank.bank_id')
      .select(['bank.name', 'bank.currency', 'bank.business_date', 'branch.name as branch_name'])
      .where('bank.bank_id', '=', session.bankId)
      .where('branch.branch_id', '=', caller.branchId)
      .executeTakeFirstOrThrow()
    return {
      staffId: caller.staffId,
      name: caller.name,
      branchId: caller.branchId,
      branchName: found.branch_name,
      roles: [...caller.roles],
      entitlements: [...entitlementsOf(caller.roles)],
      modules: session.modules.filter((name) => session.covers(name)),
      ...(owesMark(session) && { watermark: true }),
      bank: {
        id: session.bankId,
        name: found.name,
        currency: found.currency,
        businessDate: found.business_date,
      },
    } as Me
  },

  getLicence: ({ session }) => licenceStanding(session),

  listSeats: ({ session, query }) => listSeats(session, query.limit, query.cursor),

  async freeSeat({ session, params }) {
    const freed = await freeSeat(session, params.id)
    if (!freed) throw accessErrors.seatNotFound(params.id)
    session.licensing?.forgetSeats(session.bankId, params.id)
    return freed
  },

  async exportMeter({ session }) {
    return { lines: await exportMeter(session, licensingOf(session)) }
  },

  async listAudit({ session, query }) {
    const hidden = hiddenNouns(session.caller)
    const isCustomer = query.objectId?.startsWith('cus_') === true
    const after = readCursor(session, query.cursor, 'instant', 'text')
    const rows = await session.db
      .selectFrom('audit_event')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      // A row that is covered is not found by what it is about.
      .$if(query.objectId !== undefined && hidden.length > 0, (found) =>
        found.where('object_kind', 'not in', hidden),
      )
      .$if(query.objectId !== undefined, (found) =>
        found.where((eb) =>
          eb.or([
            // A customer's own column has an index, and so has whom lists showed, where they showed any.
            eb(isCustomer ? 'customer_id' : 'object_id', '=', query.objectId ?? ''),
            sql<SqlBool>`customer_ids <> '[]'::jsonb
              and customer_ids @> ${JSON.stringify([query.objectId])}::jsonb`,
          ]),
        ),
      )
      .$if(after !== undefined, (found) =>
        found.where(sql<SqlBool>`(at, event_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
      )
      .orderBy('at', 'desc')
      .orderBy('event_id', 'desc')
      .limit(query.limit + 1)
      .execute()
    const toEvent = (row: (typeof rows)[number]) =>
      ({
        id: row.event_id,
        at: row.at,
        actorId: row.actor_id,
        roles: row.roles,
        action: row.action,
        objectKind: row.object_kind,
        objectId: row.object_id,
        fieldNames: row.field_names,
        customerIds: row.customer_ids,
        decision: row.decision,
        purpose: row.purpose,
        policyId: row.policy_id,
        address: row.address,
        result: row.result,
        requestId: row.request_id,
      }) as AuditEvent
    const covered = (row: (typeof rows)[number]) => coverEvent(toEvent(row), hidden)
    return pageOf(rows, query.limit, covered, (row) => cursorOf(session, row.at, row.event_id))
  },

  listStaff: ({ session, query }) => accessStore(session).staff(query.limit, query.cursor),

  async listRoles({ session }) {
    return { items: Role.options.map((role) => roleLine(role, session.policies)) }
  },

  explain: ({ session, query }) =>
    accessStore(session).explain(query.staffId, query.customerId, query.asOf ?? session.today),

  listAlerts: ({ session, query }) => accessStore(session).alerts(query.limit, query.cursor),

  getBackups: ({ session }) => backupsOf(session),

  async endSessions({ session, params, body }) {
    const known = await session.db
      .selectFrom('staff')
      .select('staff_id')
      .where('bank_id', '=', session.bankId)
      .where('staff_id', '=', params.id)
      .executeTakeFirst()
    if (!known) throw accessErrors.staffNotFound(params.id)
    const until = new Date(Date.parse(session.ports.now()) + LONGEST_SESSION_MS).toISOString()
    await session.db
      .insertInto('denied_session')
      .values({
        bank_id: session.bankId,
        session_id: `*${params.id}`,
        until_at: until,
        reason: body.reason,
      })
      .onConflict((conflict) =>
        conflict.columns(['bank_id', 'session_id']).doUpdateSet({ until_at: until }),
      )
      .execute()
    return { staffId: params.id, until: until as Instant }
  },
})
