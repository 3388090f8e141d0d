import { plainName, plainNumber } from '../../kit/index.ts'
import { type BlockKey, whole } from './block-keys.ts'
import { chineseAddress, typedId } from './chinese-measure.ts'
import { creditCodeOf } from './chinese-number.ts'
import type { ChineseText } from './chinese-person.ts'
import { foldSyllables } from './dialect.ts'
import { blockOn, defineMatching, type Matching } from './matching.ts'
import { type Measure, typedNumber } from './measure.ts'
import { edits, sharedPairs } from './similarity.ts'

/** A firm, shop or cooperative as one source knows it. */
export interface FirmAsKnown {
  readonly name?: string | undefined
  /** 统一社会信用代码 of 18 characters, or what a clerk typed. */
  readonly creditCode?: string | undefined
  /** 法定代表人, or the owner of a shop. */
  readonly representative?: string | undefined
  readonly phones?: readonly string[] | undefined
  readonly address?: string | undefined
}

/** The columns that {@link chineseFirms} compares. */
export type FirmColumn = 'name' | 'creditCode' | 'representative' | 'phone' | 'address'

/**
 * Firms' names less place and form, as `王记面馆|wang ji mian guan`: the same sound is a clerk's ear,
 * one within the other a name cut short.
 */
const firmName: Measure = {
  levels: ['same', 'same sound', 'part', 'near', 'other'],
  of(a, b) {
    const [one, oneSound] = a.split('|') as [string, string]
    const [other, otherSound] = b.split('|') as [string, string]
    if (oneSound === otherSound) return 1
    const [short, long] = one.length < other.length ? [one, other] : [other, one]
    if (short.length >= 3 && long.includes(short)) return 2
    if (short.length >= 3 && edits(one, other, 1) === 1) return 3
    return short.length >= 4 && sharedPairs(one, other) >= 0.7 ? 3 : 4
  },
}

const personName: Measure = {
  levels: ['same', 'same sound', 'other'],
  of: (a, b) => (a.slice(a.indexOf('|')) === b.slice(b.indexOf('|')) ? 1 : 2),
}

const soundOf: BlockKey = (name) => [name.slice(name.indexOf('|') + 1)]
/** The beginning of the name says who, the rest what. */
const beginningOf: BlockKey = (name) => {
  const bare = name.slice(0, name.indexOf('|'))
  return bare.length < 2 ? [] : [bare.slice(0, 2)]
}

/** The ready-made matching of firms: names without what every firm's name has, credit codes checked. */
export const chineseFirms: Matching<FirmColumn> = defineMatching({
  columns: {
    name: 'prepared',
    creditCode: 'prepared',
    representative: 'prepared',
    phone: 'prepared',
    address: 'prepared',
  },
  comparisons: [
    { name: 'name', columns: ['name'], measure: firmName, termFrequency: true },
    { name: 'creditCode', columns: ['creditCode'], measure: typedId },
    {
      name: 'representative',
      columns: ['representative'],
      measure: personName,
      termFrequency: true,
      group: 'people',
    },
    {
      name: 'phone',
      columns: ['phone'],
      measure: typedNumber,
      termFrequency: true,
      group: 'people',
    },
    {
      name: 'address',
      columns: ['address'],
      measure: chineseAddress,
      termFrequency: true,
      group: 'people',
    },
  ],
  blocking: [
    blockOn<FirmColumn>('creditCode'),
    blockOn<FirmColumn>(['name', soundOf]),
    blockOn<FirmColumn>(['name', beginningOf], 'representative'),
    blockOn<FirmColumn>(['name', beginningOf], 'phone'),
    blockOn<FirmColumn>(['name', beginningOf], ['address', whole]),
    { ...blockOn<FirmColumn>('representative', 'phone'), trains: false },
  ],
  exclusive: [{ column: 'creditCode', trusted: (value) => creditCodeOf(value) === value }],
  needs: [
    { comparison: 'creditCode', levels: ['same'] },
    { comparison: 'name', levels: ['same', 'same sound', 'part', 'near'] },
  ],
  matchAt: 0.999,
  reviewAt: 0.5,
  // One owner has several shops, with one phone.
  sharedWeight: 0.5,
  mostInBlock: 200,
})

/** What a name has because it is a firm's: its form, and the place before it. */
const FORM =
  /(有限责任公司|股份有限公司|有限公司|合作社|农民专业|专业合作社|经营部|分公司|总公司|公司|个体工商户|个体户)/gu
const PLACE = /^(.{2,3}(省|自治区))?(.{2,4}市)?(.{1,4}[县区])?(.{1,4}(镇|乡|街道))?(?=.{2})/u

/** A firm of a source as {@link chineseFirms} compares it. */
export function readChineseFirm(
  firm: FirmAsKnown,
  { simplify, syllables }: ChineseText,
): Partial<Record<FirmColumn, string>> {
  const full = simplify(plainName(firm.name ?? '').normalize('NFKC')).replace(/[\s()（）.·]/gu, '')
  const core = full.replace(PLACE, '').replace(FORM, '')
  const name = core.length >= 2 ? core : full
  const typed = plainNumber(firm.creditCode ?? '')
  const code = creditCodeOf(typed) ?? typed
  const owner = simplify(plainName(firm.representative ?? '')).replace(/\s/g, '')
  const phone = plainNumber(firm.phones?.[0] ?? '')
    .replace(/^(\+86|0086)/, '')
    .replace(/\D/g, '')
  const address = simplify(plainName(firm.address ?? ''))
    .normalize('NFKC')
    .replace(/[\s,，、#-]/g, '')
    .replace(/号$/, '')
  const spelt = (text: string): string => `${text}|${foldSyllables(syllables(text))}`
  return {
    ...(name !== '' && { name: spelt(name) }),
    ...(code !== '' && { creditCode: code }),
    ...(owner !== '' && { representative: spelt(owner) }),
    ...(phone.length >= 7 && { phone }),
    ...(address !== '' && { address }),
  }
}
