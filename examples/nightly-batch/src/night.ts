import {
  buildColumns,
  type Criteria,
  compileColumns,
  customerFields,
  daysBetween,
  describeCriteria,
  type LocalDate,
  planReminders,
  type ReminderDraft,
  reminderDefaults,
  totalBalances,
} from '@crm/core'
import type { Member } from '@crm/core/fixtures'

/** What a night's work comes to. */
export interface Night {
  readonly reminders: readonly ReminderDraft[]
  readonly segment: { readonly zh: string; readonly en: string; readonly count: number }
}

/** Women with savings and no loan. */
const savers: Criteria = {
  all: [
    { field: 'gender', is: 'eq', value: 'female' },
    { field: 'assetsFen', is: 'ge', value: 1_000_000 },
    { field: 'hasLoan', is: 'eq', value: false },
  ],
}

/**
 * A night's batch with the rules alone: no server, no store, no clock but the day it is given. The
 * book may come from anywhere, a file of the core system or a query of the host's own.
 */
export function runNight(book: readonly Member[], asOf: LocalDate): Night {
  const facts = book.map((member) => {
    const { assetsFen, debtsFen } = totalBalances(member.accounts)
    const recent = member.movements.filter(({ bookedOn }) => daysBetween(bookedOn, asOf) < 90)
    const own = member.movements.filter(({ kind }) => kind !== 'interest' && kind !== 'fee')
    return {
      kind: member.kind,
      gender: member.gender,
      branchId: member.branchId,
      openedOn: member.openedOn,
      status: member.status,
      assetsFen,
      debtsFen,
      hasLoan: debtsFen > 0 || member.holdings.some(({ product }) => product === 'loan'),
      products: [...new Set(member.holdings.map(({ product }) => product))],
      accounts: member.accounts.length,
      lastMovementOn: own
        .map(({ bookedOn }) => bookedOn)
        .sort()
        .at(-1),
      movements90d: recent.length,
      inflow90dFen: recent.reduce((sum, { amountFen }) => sum + Math.max(0, amountFen), 0),
      outflow90dFen: recent.reduce((sum, { amountFen }) => sum - Math.min(0, amountFen), 0),
    }
  })
  const reminders = book.flatMap((customer, at) => {
    const { lastMovementOn, assetsFen = 0 } = facts[at] ?? {}
    const activity = { lastMovementOn, assetsFen }
    return planReminders(
      { customer, holdings: customer.holdings, activity },
      asOf,
      reminderDefaults,
    )
  })
  return {
    reminders: reminders.sort((a, b) => b.stakeFen - a.stakeFen),
    segment: {
      zh: describeCriteria(customerFields, savers, 'zh'),
      en: describeCriteria(customerFields, savers, 'en'),
      count: compileColumns(savers, buildColumns(customerFields, facts)).count(),
    },
  }
}
