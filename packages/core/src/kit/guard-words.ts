/** Words for what the guards at the edge refuse, by code. `{name}` stands for a fact of the context. */
export const guardWords = {
  'zh-CN': {
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
