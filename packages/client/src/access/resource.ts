import {
  type AccessExplanation,
  type AuditEvent,
  accessContract as api,
  type Me,
  type Page,
  type RoleLine,
  type SecurityAlert,
  type StaffId,
  type StaffLine,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

/** Which part of the audit record to read: all, or what concerns one object. */
export type AuditQuery = Asked<typeof api.listAudit.query>

/** `crm.access`: who is signed in, what they may do, and who did what. */
export class AccessResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * Who is signed in, with their entitlements, the rooms that are switched on, and the bank's
   * business day. Ask once after signing in.
   */
  me(options?: CallOptions): Promise<Me> {
    return this.#call(api, 'me', {}, options)
  }

  /**
   * Who did and saw what, newest first; for auditors.
   *
   * @throws `access.denied`, `page.cursor_invalid`
   */
  listAudit(query: AuditQuery = {}, options?: CallOptions): Promise<Page<AuditEvent>> {
    return this.#call(api, 'listAudit', { query }, options)
  }

  /** Who works here and in which roles; for administrators. @throws `access.denied` */
  listStaff(
    query: Asked<typeof api.listStaff.query> = {},
    options?: CallOptions,
  ): Promise<Page<StaffLine>> {
    return this.#call(api, 'listStaff', { query }, options)
  }

  /** What each role may do and see, and by which policy. @throws `access.denied` */
  listRoles(options?: CallOptions): Promise<Page<RoleLine>> {
    return this.#call(api, 'listRoles', {}, options)
  }

  /**
   * Why somebody sees a customer, or does not, with the policy that decides; on any day with `asOf`.
   *
   * @throws `access.denied`, `access.staff_not_found`, `access.subject_not_found`
   */
  explain(
    query: Asked<typeof api.explain.query>,
    options?: CallOptions,
  ): Promise<AccessExplanation> {
    return this.#call(api, 'explain', { query }, options)
  }

  /** Alerts about the use of the system, newest first; for the security office. @throws `access.denied` */
  listAlerts(
    query: Asked<typeof api.listAlerts.query> = {},
    options?: CallOptions,
  ): Promise<Page<SecurityAlert>> {
    return this.#call(api, 'listAlerts', { query }, options)
  }

  /**
   * End every session of somebody at once, as when they leave. Needs a fresh second factor.
   *
   * @throws `access.denied`, `access.step_up_required`, `access.staff_not_found`
   */
  endSessions(id: StaffId, reason: string, options?: CallOptions) {
    return this.#call(api, 'endSessions', { params: { id }, body: { reason } }, options)
  }

  /** Every entry of the audit record, newest first. */
  eachAudit(query: AuditQuery = {}, options?: CallOptions): Listing<AuditEvent> {
    return iterate((asked: AuditQuery, o) => this.listAudit(asked, o), query, options)
  }
}
