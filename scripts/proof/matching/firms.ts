import { chineseFirms, type FirmAsKnown, RecordBook, readChineseFirm } from '@crm/core'
import { chineseText } from '@crm/server'
import { atLeast, atMost, known, type ProofLine } from '../line.ts'
import { Chance } from './chance.ts'
import { type Names, namesOf } from './names.ts'
import { pairwise } from './pairwise.ts'

const FIRMS = 20_000
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const trades = [
  '面馆',
  '果业',
  '农资',
  '超市',
  '养殖',
  '建材',
  '汽修',
  '服装',
  '餐饮',
  '商贸',
  '粮油',
  '水产',
  '茶业',
  '五金',
]
const forms = ['有限公司', '有限责任公司', '农民专业合作社', '经营部', '店', '厂']
const places = ['石桥县', '石桥县城关镇', '', '某省石桥县']

interface Firm {
  readonly truth: number
  readonly place: string
  readonly brand: string
  readonly trade: string
  readonly form: string
  readonly creditCode: string
  readonly owner: string
  readonly phone: string
  readonly address: string
}

const withCheck = (digits: string): string => {
  let sum = 0
  for (let at = 0, weight = 1; at < 17; at++, weight = (weight * 3) % 31)
    sum += letters.indexOf(digits[at]!) * weight
  return digits + letters[(31 - (sum % 31)) % 31]
}

/** Firms and shops of a county; one owner in eight has another, in the same house, with the same phone. */
function growFirms(chance: Chance, names: Names): Firm[] {
  const firms: Firm[] = []
  while (firms.length < FIRMS) {
    const born = chance.between(1950, 1998)
    const surname = names.surname(chance)
    const home = {
      owner: surname + names.given(chance, born, chance.is(0.3) ? 'female' : 'male'),
      phone: `13${chance.digits(9)}`,
      address: `石桥县${chance.pick(['城关镇', '白杨乡', '柳河镇'])}${chance.pick(['人民路', '解放街', '柳河村', '石桥村'])}${chance.between(1, 400)}号`,
    }
    for (let shop = 0; shop < (chance.is(0.12) ? 2 : 1); shop++)
      firms.push({
        truth: firms.length,
        place: chance.pick(places),
        brand: chance.is(0.3)
          ? `${surname}记`
          : names.given(chance, born, 'male') +
            (chance.is(0.5) ? chance.pick([...'兴隆盛达源丰']) : ''),
        trade: chance.pick(trades),
        form: chance.pick(forms),
        creditCode: withCheck(
          `9${chance.pick(['1', '2', '3'])}590122${Array.from({ length: 9 }, () => letters[chance.between(0, 30)]).join('')}`,
        ),
        ...home,
      })
  }
  return firms
}

/** A firm as the register, the core, the loan system and the acquirer of cards have it. */
function recordsOf(firm: Firm, chance: Chance): FirmAsKnown[] {
  const full = firm.place + firm.brand + firm.trade + firm.form
  const short = firm.brand + firm.trade
  const slip = (code: string): string => {
    const at = chance.between(2, 15)
    return code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2)
  }
  const all = { representative: firm.owner, phones: [firm.phone], address: firm.address }
  const records: FirmAsKnown[] = [{ ...all, name: full, creditCode: firm.creditCode }]
  if (chance.is(0.7))
    records.push({
      ...all,
      name: chance.is(0.3) ? firm.brand + firm.trade + firm.form : full,
      ...(chance.is(0.85) && {
        creditCode: chance.is(0.01) ? slip(firm.creditCode) : firm.creditCode,
      }),
      phones: chance.is(0.2) ? [`13${chance.digits(9)}`] : [firm.phone],
    })
  if (chance.is(0.25)) records.push({ ...all, name: full, creditCode: firm.creditCode })
  if (chance.is(0.5))
    records.push({
      name: short,
      phones: [firm.phone],
      ...(chance.is(0.7) && { representative: firm.owner }),
      ...(chance.is(0.6) && { address: firm.address.replace('石桥县', '') }),
      ...(chance.is(0.3) && { creditCode: firm.creditCode }),
    })
  return records
}

/** Firms by the ready-made matching, held to a grown county of known truth. */
export function firmLines(data: string): ProofLine[] {
  const chance = new Chance(Number(process.env.SEED ?? 7))
  const book = new RecordBook(chineseFirms)
  const truth: number[] = []
  for (const firm of growFirms(chance, namesOf(`${data}/names_cn`)))
    for (const record of recordsOf(firm, chance)) {
      truth.push(firm.truth)
      book.add(readChineseFirm(record, chineseText))
    }
  const found = pairwise(book.resolve(book.train()).clusters, truth)
  const on = (what: string) => `${FIRMS.toLocaleString('en')} firms in four systems: ${what}`
  return [
    known(on('precision'), Number(found.precision.toFixed(5)), ''),
    known(on('recall'), Number(found.recall.toFixed(4)), ''),
    atLeast(on('F1'), Number(found.f1.toFixed(4)), 0.985, ''),
    atMost(on('clusters of more than one firm'), found.mixed, FIRMS / 1000, 'clusters'),
  ]
}
