import * as z from 'zod/mini'
import { CustomerView } from '../customers/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Closing, ReminderId, ReminderView } from './reminder.ts'

/** A reminder with the customer it is for. */
export const DueReminder = z.strictObject({ reminder: ReminderView, customer: CustomerView })
export type DueReminder = z.infer<typeof DueReminder>

const params = z.strictObject({ id: ReminderId })
const maturity = {
  id: 'rem_li1',
  customerId: 'cus_li',
  version: 1,
  branchId: 'brn_town',
  managerId: 'stf_chen',
  kind: 'maturity',
  dueOn: '2026-03-10',
  showOn: '2026-02-23',
  reason: {
    code: 'reminder.deposit_matures',
    facts: { holdingId: 'hld_li1', days: 5, amountFen: 8_000_000 },
  },
  stakeFen: 9_778,
  status: 'open',
}
const closed = {
  ...maturity,
  version: 2,
  status: 'done',
  closedBy: 'stf_chen',
  closedAt: '2026-03-05T01:20:00.000Z',
}

export const reminderContract = {
  listDue: {
    method: 'GET',
    path: '/reminders/due',
    needs: 'reminder:read',
    summary: {
      zh: '到某日为止应办的提醒:一周内到期的在前,再按可能损失排序',
      en: 'Open reminders to act on by a day: due within a week first, then the most at stake',
    },
    query: z.strictObject({ ...pageQuery, asOf: LocalDate }),
    returns: page(DueReminder),
    errors: ['page.cursor_invalid'],
    discloses: true,
    example: {
      query: { asOf: '2026-03-05' },
      returns: {
        items: [
          {
            reminder: maturity,
            customer: {
              id: 'cus_li',
              version: 1,
              name: '李桂芳',
              phone: { masked: '154****5678' },
            },
          },
        ],
      },
    },
  },
  get: {
    method: 'GET',
    path: '/reminders/:id',
    needs: 'reminder:read',
    summary: { zh: '一条提醒', en: 'One reminder' },
    params,
    returns: ReminderView,
    errors: ['reminder.not_found'],
    discloses: true,
    example: { params: { id: 'rem_li1' }, returns: maturity },
  },
  close: {
    method: 'POST',
    path: '/reminders/:id/close',
    needs: 'reminder:write',
    summary: { zh: '办结一条提醒', en: 'Close a reminder' },
    params,
    body: z.strictObject({ as: Closing }),
    returns: ReminderView,
    errors: ['reminder.not_found', 'reminder.already_closed'],
    writes: true,
    expects: 'version',
    discloses: true,
    example: { params: { id: 'rem_li1' }, body: { as: 'done' }, returns: closed },
  },
  reopen: {
    method: 'POST',
    path: '/reminders/:id/reopen',
    needs: 'reminder:write',
    summary: { zh: '撤销办结', en: 'Take the closing of a reminder back' },
    params,
    returns: ReminderView,
    errors: ['reminder.not_found', 'reminder.still_open'],
    writes: true,
    expects: 'version',
    discloses: true,
    example: { params: { id: 'rem_li1' }, returns: { ...maturity, version: 3 } },
  },
} as const satisfies Contract
