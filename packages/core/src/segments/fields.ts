import { Product } from '../holdings/index.ts'
import { defineCatalogue } from '../kit/index.ts'

const of = (resource: string, field: string, zh: string, en: string) => ({
  resource,
  field,
  words: { zh, en },
})

/**
 * What criteria over customers may mention. Amounts are in fen; ages in full years on the day of
 * asking; the 90-day figures end on that day.
 */
export const customerFields = defineCatalogue({
  kind: {
    type: 'choice',
    choices: ['person', 'firm'],
    choiceWords: { person: { zh: '个人', en: 'a person' }, firm: { zh: '企业', en: 'a firm' } },
    always: true,
    ...of('customer', 'kind', '客户类型', 'kind'),
  },
  gender: {
    type: 'choice',
    choices: ['female', 'male'],
    choiceWords: { female: { zh: '女', en: 'female' }, male: { zh: '男', en: 'male' } },
    ...of('customer', 'gender', '性别', 'gender'),
  },
  age: { type: 'number', ...of('customer', 'bornOn', '年龄', 'age') },
  village: { type: 'text', ...of('customer', 'village', '村', 'village') },
  branchId: { type: 'text', always: true, ...of('customer', 'branchId', '网点', 'branch') },
  managerId: { type: 'text', ...of('customer', 'managerId', '客户经理', 'manager') },
  openedOn: {
    type: 'day',
    always: true,
    ...of('customer', 'openedOn', '开户日', 'customer since'),
  },
  status: {
    type: 'choice',
    choices: ['active', 'dormant', 'closed', 'deceased'],
    choiceWords: {
      active: { zh: '正常', en: 'active' },
      dormant: { zh: '休眠', en: 'dormant' },
      closed: { zh: '已销户', en: 'closed' },
      deceased: { zh: '已故', en: 'deceased' },
    },
    always: true,
    ...of('customer', 'status', '客户状态', 'status'),
  },
  assetsFen: { type: 'fen', always: true, ...of('facts', 'assetsFen', '资产余额', 'balance') },
  debtsFen: { type: 'fen', always: true, ...of('facts', 'debtsFen', '贷款余额', 'debts') },
  hasLoan: { type: 'flag', always: true, ...of('facts', 'hasLoan', '有贷款', 'has a loan') },
  products: {
    type: 'set',
    choices: [...Product.options],
    choiceWords: {
      'term-deposit': { zh: '定期存款', en: 'term deposit' },
      loan: { zh: '贷款', en: 'loan' },
      wealth: { zh: '理财', en: 'wealth product' },
      card: { zh: '银行卡', en: 'card' },
      'standing-order': { zh: '代扣代缴', en: 'standing order' },
      insurance: { zh: '保险', en: 'insurance' },
    },
    always: true,
    ...of('facts', 'products', '持有产品', 'products held'),
  },
  accounts: { type: 'number', always: true, ...of('facts', 'accounts', '账户数', 'accounts') },
  lastMovementOn: {
    type: 'day',
    ...of('facts', 'lastMovementOn', '最近交易日', 'last movement'),
  },
  movements90d: {
    type: 'number',
    always: true,
    ...of('facts', 'movements90d', '近90天交易笔数', 'movements in 90 days'),
  },
  inflow90dFen: {
    type: 'fen',
    always: true,
    ...of('facts', 'inflow90dFen', '近90天流入', 'inflow in 90 days'),
  },
  outflow90dFen: {
    type: 'fen',
    always: true,
    ...of('facts', 'outflow90dFen', '近90天流出', 'outflow in 90 days'),
  },
})
