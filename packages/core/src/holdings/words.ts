/** Words for what the `holdings` room refuses. */
export const holdingWords = {
  'zh-CN': { 'account.not_found': '未找到该账户。' },
  en: { 'account.not_found': 'There is no such account.' },
} as const
