import {
  reminderContract as api,
  type Closing,
  type DueReminder,
  type Page,
  type ReminderId,
  type ReminderView,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

/** The day to act by. */
export type DueQuery = Asked<typeof api.listDue.query>

/** `crm.reminders`: what a relationship manager should do next. */
export class ReminderResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * Open reminders to act on by a day, each with its customer; what may be lost most comes first.
   *
   * @throws `page.cursor_invalid`
   */
  listDue(query: DueQuery, options?: CallOptions): Promise<Page<DueReminder>> {
    return this.#call(api, 'listDue', { query }, options)
  }

  /** Every open reminder to act on by a day. */
  eachDue(query: DueQuery, options?: CallOptions): Listing<DueReminder> {
    return iterate((asked: DueQuery, o) => this.listDue(asked, o), query, options)
  }

  /**
   * One reminder, open or closed.
   *
   * @throws `reminder.not_found`
   */
  get(id: ReminderId, options?: CallOptions): Promise<ReminderView> {
    return this.#call(api, 'get', { params: { id } }, options)
  }

  /**
   * Close a reminder. Say which version you saw, so that nobody's work is overwritten.
   *
   * @throws `reminder.not_found`, `reminder.already_closed`, `write.version_stale`
   */
  close(id: ReminderId, as: Closing, options: VersionOptions): Promise<ReminderView> {
    return this.#call(api, 'close', { params: { id }, body: { as } }, options)
  }

  /**
   * Take a closing back.
   *
   * @throws `reminder.not_found`, `reminder.still_open`, `write.version_stale`
   */
  reopen(id: ReminderId, options: VersionOptions): Promise<ReminderView> {
    return this.#call(api, 'reopen', { params: { id } }, options)
  }
}
