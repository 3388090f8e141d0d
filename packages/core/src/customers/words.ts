/** Words for what the `customers` room refuses. */
export const customerWords = {
  'zh-CN': { 'customer.not_found': '未找到该客户。' },
  en: { 'customer.not_found': 'There is no such customer.' },
} as const
