/** What the parts of the 360° page say in English. */
export const deskEn = {
  'flow.title': 'Averages and flows',
  'flow.averages': 'Daily averages',
  'flow.account': 'Account',
  'flow.month_average': 'This month',
  'flow.year_average': 'This year',
  'flow.total': 'All deposits',
  'flow.opened': 'Opened this year; divided by all days all the same',
  'flow.gap': 'The movements do not lead to the balance: take it with care',
  'flow.months': 'Month by month',
  'flow.month': 'Month',
  'flow.in': 'In',
  'flow.out': 'Out',
  'flow.movements': '{count} movements',
  'flow.none': 'Nothing moved in this time',
} as const
