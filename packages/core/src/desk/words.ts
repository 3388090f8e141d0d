/** Words for what the desk refuses. */
export const deskWords = {
  'zh-CN': {
    'caller.nothing_to_ask': '该客户没有可用于核验的信息,请换一种方式核实身份。',
    'caller.tries_spent': '今日核验次数已达上限({most} 次)。请客户到网点办理。',
  },
  en: {
    'caller.nothing_to_ask': 'There is nothing to ask this customer by. Verify them another way.',
    'caller.tries_spent':
      'All {most} answers of today are used. Ask the customer to come to the branch.',
  },
} as const
