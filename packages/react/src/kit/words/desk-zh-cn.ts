/** What the parts of the 360° page say in Chinese. */
export const deskZhCN = {
  'flow.title': '日均与流水',
  'flow.averages': '日均余额',
  'flow.account': '账户',
  'flow.month_average': '本月日均',
  'flow.year_average': '本年日均',
  'flow.total': '存款合计',
  'flow.opened': '本年开户,仍按全部天数平均',
  'flow.gap': '流水与余额对不上,仅供参考',
  'flow.months': '逐月收支',
  'flow.month': '月份',
  'flow.in': '流入',
  'flow.out': '流出',
  'flow.movements': '{count} 笔',
  'flow.none': '这段时间没有交易',
} as const
