import {
  type AccessExplanation,
  type AuditEvent,
  accessContract as api,
  type BackupStanding,
  type LicenceStanding,
  type Me,
  type MeterExport,
  type Page,
  type RoleLine,
  type Seat,
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
   * How backups, the last restore drill and the seals of the audit stand; for the system administrator.
   *
   * @throws `access.denied`, `access.backups_untold`
   */
  getBackups(options?: CallOptions): Promise<BackupStanding> {
    return this.#call(api, 'getBackups', {}, options)
  }

  /**
   * End every session of somebody at once, as when they leave. Needs a fresh second factor.
   *
   * @throws `access.denied`, `access.step_up_required`, `access.staff_not_found`
   */
  endSessions(id: StaffId, reason: string, options?: CallOptions) {
    return this.#call(api, 'endSessions', { params: { id }, body: { reason } }, options)
  }

  /**
   * How the bank's licence stands: days left, which modules are on, seats taken. Never refused, so
   * that a screen can say why everything else is.
   *
   * @throws `access.licence_invalid` where the licence file cannot be used
   */
  getLicence(options?: CallOptions): Promise<LicenceStanding> {
    return this.#call(api, 'getLicence', {}, options)
  }

  /** Who holds a seat of the licence, who was longest away first. @throws `access.denied` */
  listSeats(
    query: Asked<typeof api.listSeats.query> = {},
    options?: CallOptions,
  ): Promise<Page<Seat>> {
    return this.#call(api, 'listSeats', { query }, options)
  }

  /**
   * Free the seat that somebody holds. Who is still at work takes one again with their next call.
   *
   * @throws `access.denied`, `access.seat_not_found`
   */
  freeSeat(id: StaffId, options?: CallOptions): Promise<Seat> {
    return this.#call(api, 'freeSeat', { params: { id } }, options)
  }

  /**
   * The meter for the vendor, as lines of JSON: one for each day that is over, and a signed seal.
   * Write them to a file as they are; a changed character shows.
   *
   * @throws `access.denied`, `access.licence_absent`, `access.meter_unsigned`
   */
  exportMeter(options?: CallOptions): Promise<MeterExport> {
    return this.#call(api, 'exportMeter', {}, options)
  }

  /** Every entry of the audit record, newest first. */
  eachAudit(query: AuditQuery = {}, options?: CallOptions): Listing<AuditEvent> {
    return iterate((asked: AuditQuery, o) => this.listAudit(asked, o), query, options)
  }
}
