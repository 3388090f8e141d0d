import {
  type AccessExplanation,
  accessErrors,
  type Branch,
  type BranchId,
  entitlementsOf,
  explainRow,
  type LocalDate,
  type Page,
  type PolicyRow,
  Role,
  type SecurityAlert,
  type StaffId,
  type StaffLine,
  viewNamed,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { policiesOn } from '../kit/directory.ts'
import type { ReadSession } from '../kit/session.ts'

export { followSurvivors, keepCustomerPlaces, keepStaffHistory } from './history.ts'

const knownRoles = (roles: readonly string[]): Role[] =>
  roles.filter((role): role is Role => Role.safeParse(role).success)

/** Who works at the bank, and what access was on any day. */
export const accessStore = (session: ReadSession) => ({
  /** Staff, by branch and name. */
  async staff(limit: number, cursor?: string): Promise<Page<StaffLine>> {
    const after = readCursor(session, cursor, 'text', 'text')
    const rows = await session.db
      .selectFrom('staff')
      .innerJoin('branch', (join) =>
        join
          .onRef('branch.bank_id', '=', 'staff.bank_id')
          .onRef('branch.branch_id', '=', 'staff.branch_id'),
      )
      .select(['staff.staff_id', 'staff.name', 'staff.branch_id', 'staff.roles', 'staff.active'])
      .select('branch.name as branch_name')
      .where('staff.bank_id', '=', session.bankId)
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(staff.branch_id, staff.staff_id) > (${after?.[0]}, ${after?.[1]})`,
        ),
      )
      .orderBy('staff.branch_id')
      .orderBy('staff.staff_id')
      .limit(limit + 1)
      .execute()
    const toLine = (row: (typeof rows)[number]): StaffLine => ({
      id: row.staff_id as StaffId,
      name: row.name,
      branchId: row.branch_id as BranchId,
      branchName: row.branch_name,
      roles: knownRoles(row.roles),
      active: row.active,
      entitlements: row.active ? [...entitlementsOf(knownRoles(row.roles))] : [],
    })
    return pageOf(rows, limit, toLine, (row) => cursorOf(session, row.branch_id, row.staff_id))
  },

  /** Alerts about the use of the system, newest first. */
  async alerts(limit: number, cursor?: string): Promise<Page<SecurityAlert>> {
    const after = readCursor(session, cursor, 'instant', 'text')
    const rows = await session.db
      .selectFrom('security_alert')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .$if(after !== undefined, (query) =>
        query.where(sql<SqlBool>`(at, alert_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
      )
      .orderBy('at', 'desc')
      .orderBy('alert_id', 'desc')
      .limit(limit + 1)
      .execute()
    const toAlert = (row: (typeof rows)[number]) =>
      ({
        id: row.alert_id,
        kind: row.kind,
        staffId: row.actor_id,
        day: row.day,
        // One reason stood there before there were several.
        reasons: Array.isArray(row.facts) ? row.facts : [row.facts],
        at: row.at,
      }) as unknown as SecurityAlert
    return pageOf(rows, limit, toAlert, (row) => cursorOf(session, row.at, row.alert_id))
  },

  /**
   * Why somebody saw a customer on a day, or did not: their roles, the customer's place and the bank's
   * policies are those of that day. The tree of branches is today's, and a restriction is known of today alone.
   *
   * @throws `access.staff_not_found`, `access.subject_not_found`
   */
  async explain(staffId: StaffId, customerId: string, asOf: LocalDate): Promise<AccessExplanation> {
    const person = await this.staffOn(staffId, asOf)
    const row = await this.placeOn(customerId, asOf)
    const own = await policiesOn(session.db, session.bankId, asOf)
    const restricted = asOf === session.today && (await this.isRestricted(customerId))
    const told = explainRow(
      own?.policies ?? session.basePolicies,
      person,
      viewNamed('customer')!,
      row,
      restricted,
    )
    return {
      staffId,
      customerId,
      asOf,
      roles: [...person.roles],
      sees: told.sees,
      reason: told.reason,
      trace: told.trace.map((one) => ({ ...one, unmet: [...one.unmet] })),
      fields: { ...told.fields },
      obligations: told.obligations,
      policyVersion: own?.version ?? 0,
    }
  },

  /** Is a customer restricted now? */
  async isRestricted(customerId: string): Promise<boolean> {
    const row = await session.db
      .selectFrom('customer')
      .select('restricted')
      .where('bank_id', '=', session.bankId)
      .where('customer_id', '=', customerId)
      .executeTakeFirst()
    return row?.restricted === true
  },

  /** What somebody was on a day; with no roles at all once they had gone. */
  async staffOn(staffId: StaffId, day: LocalDate) {
    const was = await session.db
      .selectFrom('staff_history')
      .select(['branch_id', 'roles', 'active'])
      .where('bank_id', '=', session.bankId)
      .where('staff_id', '=', staffId)
      .where('from_on', '<=', day)
      .orderBy('from_on', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!was) throw accessErrors.staffNotFound(staffId)
    const below = await session.db
      .selectFrom('branch_path')
      .select('descendant_id')
      .where('bank_id', '=', session.bankId)
      .where('ancestor_id', '=', was.branch_id)
      .execute()
    return {
      staffId,
      branchIds: below.map(({ descendant_id }) => descendant_id as Branch['id']),
      roles: was.active ? knownRoles(was.roles) : [],
    }
  },

  /** Where a customer belonged on a day, and who shared them. */
  async placeOn(customerId: string, day: LocalDate): Promise<PolicyRow> {
    const place = await session.db
      .selectFrom('customer_place')
      .select(['branch_id', 'manager_id'])
      .where('bank_id', '=', session.bankId)
      .where('customer_id', '=', customerId)
      .where('from_on', '<=', day)
      .orderBy('from_on', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!place) throw accessErrors.subjectNotFound(customerId)
    const owners = await session.db
      .selectFrom('customer_owner')
      .select('staff_id')
      .where('bank_id', '=', session.bankId)
      .where('customer_id', '=', customerId)
      .where('from_on', '<=', day)
      .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', day)]))
      .execute()
    return {
      branchId: place.branch_id,
      managerId: place.manager_id,
      ownerIds: owners.map(({ staff_id }) => staff_id),
    }
  },
})
