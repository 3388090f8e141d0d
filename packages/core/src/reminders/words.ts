/** Words for the reasons of reminders, their kinds and failures. Facts ending in `Fen` are money. */
export const reminderWords = {
  'zh-CN': {
    'reminder.not_found': '未找到该提醒。',
    'reminder.already_closed': '该提醒已办结。',
    'reminder.still_open': '该提醒尚未办结。',
    'reminder.kind.maturity': '到期',
    'reminder.kind.repayment': '还款',
    'reminder.kind.birthday': '生日',
    'reminder.kind.dormancy': '久未往来',
    'reminder.deposit_matures': '{name} {amountFen} 还有 {days} 天到期,未约定自动转存。',
    'reminder.deposit_matured': '{name} {amountFen} 已到期 {days} 天,正按活期计息。',
    'reminder.loan_overdue': '{name}已逾期,应还 {amountFen}。',
    'reminder.loan_due': '{name} {amountFen} 还有 {days} 天到期。',
    'reminder.instalment_due': '{name} {days} 天后应还 {amountFen}。',
    'reminder.birthday': '{days} 天后过 {age} 岁生日。',
    'reminder.lunar_birthday': '{days} 天后过 {age} 岁生日(农历)。',
    'reminder.birthday_to_confirm': '{days} 天后过 {age} 岁生日;请向客户确认过公历还是农历。',
    'reminder.asleep': '自 {since} 起 {days} 天没有主动交易,在我行有 {amountFen}。',
  },
  en: {
    'reminder.not_found': 'There is no such reminder.',
    'reminder.already_closed': 'This reminder is closed already.',
    'reminder.still_open': 'This reminder is still open.',
    'reminder.kind.maturity': 'Maturity',
    'reminder.kind.repayment': 'Repayment',
    'reminder.kind.birthday': 'Birthday',
    'reminder.kind.dormancy': 'Asleep',
    'reminder.deposit_matures':
      '{name}, {amountFen}, matures in {days} days; no automatic renewal was agreed.',
    'reminder.deposit_matured':
      '{name}, {amountFen}, matured {days} days ago and earns the demand rate.',
    'reminder.loan_overdue': '{name} is overdue; {amountFen} should have been paid.',
    'reminder.loan_due': '{name}, {amountFen}, falls due in {days} days.',
    'reminder.instalment_due': '{name}: {amountFen} to be paid in {days} days.',
    'reminder.birthday': 'Turns {age} in {days} days.',
    'reminder.lunar_birthday': 'Turns {age} in {days} days, by the lunar calendar.',
    'reminder.birthday_to_confirm':
      'Turns {age} in {days} days; ask by which calendar the birthday is kept.',
    'reminder.asleep':
      'No movement of their own since {since}, {days} days; has {amountFen} with us.',
  },
} as const
