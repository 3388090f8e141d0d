/** Words for what the guards at the edge refuse, by code. `{name}` stands for a fact of the context. */
export const guardWords = {
  'zh-CN': {
    'limit.too_many': '操作过于频繁,请 {retryAfter} 秒后再试。',
    'limit.too_many_at_once': '同时进行的查询过多(最多 {most} 个),请等前一个完成。',
    'limit.day_is_spent': '今日次数已用完(每日 {cap} 次),如确有需要请联系主管。',
    'limit.customers_spent': '今日查看的客户数已超过 {budget} 户,已暂停查看,请联系主管。',
    'limit.locked_out': '失败次数过多,已暂时锁定,请 {retryAfter} 秒后再试。',
    'request.address_denied': '您所在的网络地址不允许访问。',
    'request.cross_site': '请求来源不是本系统页面,未执行。',
    'webhook.refused': '外部通知未通过验证,未接收。',
    'webhook.secret_weak': '外部通知的签名密钥过短,未启用。',
    'outbound.destination_refused': '目标地址不在允许范围内,未发送。',
    'outbound.failed': '无法连接对方系统,请稍后再试。',
    'outbound.timed_out': '对方系统响应超时,请稍后再试。',
    'outbound.too_large': '对方系统返回内容过大,已停止接收。',
    'outbound.circuit_open': '对方系统暂时不可用,请 {retryAfter} 秒后再试。',
    'outbox.dead_letter_unknown': '没有这条未送达的消息。',
  },
  en: {
    'limit.too_many': 'Too often. Try again in {retryAfter} seconds.',
    'limit.too_many_at_once': 'Too many queries at once (at most {most}). Wait for one to end.',
    'limit.day_is_spent': 'All {cap} for today are used. Ask your supervisor if you need more.',
    'limit.customers_spent':
      'More than {budget} customers today: viewing has stopped. Ask your supervisor.',
    'limit.locked_out': 'Too many failed attempts. Try again in {retryAfter} seconds.',
    'request.address_denied': 'Requests from your network address are not allowed.',
    'request.cross_site': 'Nothing was done: the request did not come from our pages.',
    'webhook.refused': 'The notice from outside could not be verified and was not taken.',
    'webhook.secret_weak': 'The secret for notices from outside is too short.',
    'outbound.destination_refused': 'Nothing was sent: the destination is not allowed.',
    'outbound.failed': 'The other system could not be reached. Try again in a moment.',
    'outbound.timed_out': 'The other system took too long. Try again in a moment.',
    'outbound.too_large': 'The other system answered with too much.',
    'outbound.circuit_open':
      'The other system is not available. Try again in {retryAfter} seconds.',
    'outbox.dead_letter_unknown': 'There is no such undelivered message.',
  },
} as const
