/** Words for what the `reminders` room refuses. */
export const reminderErrorWords = {
  'zh-CN': {
    'reminder.not_found': '未找到该提醒。',
    'reminder.already_closed': '该提醒已办结。',
    'reminder.still_open': '该提醒尚未办结。',
  },
  en: {
    'reminder.not_found': 'There is no such reminder.',
    'reminder.already_closed': 'This reminder is closed already.',
    'reminder.still_open': 'This reminder is still open.',
  },
} as const
