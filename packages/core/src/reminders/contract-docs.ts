import type { ContractDocs } from '../kit/index.ts'
import type { reminderContract } from './contract.ts'

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
/** What the endpoints of `/reminders` are for, with an example of each: for documents and tests alone. */
export const reminderDocs = {
  listDue: {
    summary: {
      zh: '到某日为止应办的提醒:一周内到期的在前,再按可能损失排序',
      en: 'Open reminders to act on by a day: due within a week first, then the most at stake',
    },
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
    summary: { zh: '一条提醒', en: 'One reminder' },
    example: { params: { id: 'rem_li1' }, returns: maturity },
  },
  close: {
    summary: { zh: '办结一条提醒', en: 'Close a reminder' },
    example: { params: { id: 'rem_li1' }, body: { as: 'done' }, returns: closed },
  },
  reopen: {
    summary: { zh: '撤销办结', en: 'Take the closing of a reminder back' },
    example: { params: { id: 'rem_li1' }, returns: { ...maturity, version: 3 } },
  },
} as const satisfies ContractDocs<typeof reminderContract>
