import { type AuditEvent, accessContract as api, type Me, type Page } from '@crm/core'
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

  /** Every entry of the audit record, newest first. */
  eachAudit(query: AuditQuery = {}, options?: CallOptions): Listing<AuditEvent> {
    return iterate((asked: AuditQuery, o) => this.listAudit(asked, o), query, options)
  }
}
