import type { Locale } from '@crm/react'

const zh = {
  title: '石桥农商银行 · 客户经理工作台',
  signIn: '请选择登录人',
  signInHint: '演示环境,无需密码。不同岗位看到的内容不同。',
  leave: '退出',
  day: '营业日',
  today: '今日提醒',
  find: '查找客户',
  phone: '来电',
  customer: '客户360°',
  pick: '查找客户,或从提醒中打开,在这里查看全貌。',
  movements: '交易明细',
  segment: '客群预览',
  other: 'English',
  sections: '分区',
  administration: '系统与安全管理',
  consent: '授权同意',
  details: '资料与变更历史',
  ownership: '管户',
  interactions: '互动记录',
  steps: '待跟进',
  factor: '请再次验证身份',
  factorCode: '动态口令(6 位数字)',
  factorHint: '演示环境:任意 6 位数字均可。',
  factorProve: '验证',
  factorDecline: '取消',
  failed: '无法连接到服务器,请确认服务已启动。',
}
const en: typeof zh = {
  title: 'Stone Bridge RCB · Manager’s desk',
  signIn: 'Who sits here?',
  signInHint: 'A demonstration: no password. Each post sees something else.',
  leave: 'Sign out',
  day: 'Business day',
  today: 'Today',
  find: 'Find a customer',
  phone: 'On the phone',
  customer: 'Customer 360°',
  pick: 'Find a customer, or open one from a reminder, to see the whole picture here.',
  movements: 'Movements',
  segment: 'Segment preview',
  other: '中文',
  sections: 'Sections',
  administration: 'System and security',
  consent: 'Consent',
  details: 'Details and history',
  ownership: 'Whose customer',
  interactions: 'Interactions',
  steps: 'To follow up',
  factor: 'Prove again that it is you',
  factorCode: 'One-time code (6 digits)',
  factorHint: 'A demonstration: any six digits will do.',
  factorProve: 'Prove',
  factorDecline: 'Cancel',
  failed: 'The server cannot be reached. Is it running?',
}

/** What the page says around the widgets. */
export const wordsOf = (locale: Locale): typeof zh => (locale === 'en' ? en : zh)

/** The other language. */
export const otherLocale = (locale: Locale): Locale => (locale === 'en' ? 'zh-CN' : 'en')
