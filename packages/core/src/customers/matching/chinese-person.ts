import { type LocalDate, plainName, plainNumber } from '../../kit/index.ts'
import { lunarOf } from '../../kit/lunar/index.ts'
import { type BlockKey, begins, whole } from './block-keys.ts'
import { chineseAddress, chineseDay, chineseName, typedId } from './chinese-measure.ts'
import { isDay, residentIdOf } from './chinese-number.ts'
import { foldSyllables } from './dialect.ts'
import { blockOn, defineMatching, type Matching } from './matching.ts'
import { category, typedNumber } from './measure.ts'

/** A person as one source knows them; whatever it does not know is left out. */
export interface PersonAsKnown {
  readonly name?: string | undefined
  /** Resident ID of 18 or 15 digits, passport, or what a clerk typed. */
  readonly idNumber?: string | undefined
  readonly bornOn?: string | undefined
  readonly gender?: string | undefined
  readonly phones?: readonly string[] | undefined
  readonly village?: string | undefined
  readonly address?: string | undefined
  /** 户号: the number of the household register. */
  readonly householdNumber?: string | undefined
}

/** What is asked of a library that knows Chinese. */
export interface ChineseText {
  /** Traditional and variant characters as simplified ones. */
  readonly simplify: (text: string) => string
  /** The syllables of a name without tones: `['li', 'gui', 'fang']`. */
  readonly syllables: (name: string) => readonly string[]
}

/** The columns that {@link chinesePersons} compares. */
export type PersonColumn =
  | 'name'
  | 'idNumber'
  | 'bornOn'
  | 'gender'
  | 'phone'
  | 'otherPhone'
  | 'village'
  | 'address'
  | 'householdNumber'

const soundOf: BlockKey = (name) => [name.slice(name.indexOf('|') + 1)]
const yearOf: BlockKey = (born) => [born.slice(0, 4)]
const lunarAndSolar: BlockKey = (born) => [...new Set(born.split('|'))]
const phones = ['phone', 'otherPhone'] as const

/**
 * The ready-made matching of people in a Chinese county: names by character and by sound (dialects
 * folded), resident IDs with their check digit, days by either calendar, phones that relatives share.
 *
 * Two valid resident IDs that differ are never one person here; a reissued one comes to review. Nor does
 * anybody become one with another on house, phone and birthday alone: an ID or the name must agree, for
 * twins share all the rest.
 */
export const chinesePersons: Matching<PersonColumn> = defineMatching({
  columns: {
    name: 'prepared',
    idNumber: 'prepared',
    bornOn: 'prepared',
    gender: 'prepared',
    phone: 'prepared',
    otherPhone: 'prepared',
    village: 'prepared',
    address: 'prepared',
    householdNumber: 'prepared',
  },
  comparisons: [
    { name: 'name', columns: ['name'], measure: chineseName, termFrequency: true },
    { name: 'idNumber', columns: ['idNumber'], measure: typedId },
    { name: 'bornOn', columns: ['bornOn'], measure: chineseDay, termFrequency: true },
    { name: 'gender', columns: ['gender'], measure: category },
    { name: 'phone', columns: phones, measure: typedNumber, termFrequency: true, group: 'home' },
    {
      name: 'village',
      columns: ['village'],
      measure: category,
      termFrequency: true,
      group: 'home',
    },
    {
      name: 'address',
      columns: ['address'],
      measure: chineseAddress,
      termFrequency: true,
      group: 'home',
    },
    {
      name: 'household',
      columns: ['householdNumber'],
      measure: category,
      termFrequency: true,
      group: 'home',
    },
  ],
  blocking: [
    blockOn<PersonColumn>('idNumber'),
    blockOn<PersonColumn>('name', ['bornOn', lunarAndSolar]),
    blockOn<PersonColumn>(['name', soundOf], ['bornOn', yearOf]),
    blockOn<PersonColumn>(['name', soundOf], [phones, whole]),
    blockOn<PersonColumn>(['name', soundOf], 'village'),
    blockOn<PersonColumn>('name', 'householdNumber'),
    { ...blockOn<PersonColumn>(['bornOn', lunarAndSolar], 'village'), trains: false },
    { ...blockOn<PersonColumn>([phones, whole], ['bornOn', yearOf]), trains: false },
    { ...blockOn<PersonColumn>(['idNumber', begins(14)], ['name', soundOf]), trains: true },
  ],
  exclusive: [{ column: 'idNumber', trusted: (value) => residentIdOf(value) === value }],
  needs: [
    { comparison: 'idNumber', levels: ['same'] },
    { comparison: 'name', levels: ['same', 'same sound'] },
  ],
  matchAt: 0.999,
  reviewAt: 0.5,
  sharedWeight: 0.3,
  mostInBlock: 200,
})

const digitsOf = (phone: string): string | undefined => {
  const digits = plainNumber(phone)
    .replace(/^(\+86|0086)/, '')
    .replace(/\D/g, '')
  return digits.length >= 7 ? digits : undefined
}

/**
 * A person of a source as {@link chinesePersons} compares them: simplified and folded, the ID as 18
 * digits where it was 15, day and gender taken from a valid resident ID.
 */
export function readChinesePerson(
  person: PersonAsKnown,
  { simplify, syllables }: ChineseText,
): Partial<Record<PersonColumn, string>> {
  const name = simplify(plainName(person.name ?? ''))
    .replace(/[\s·•.]/g, '')
    .toUpperCase()
  const idNumber = plainNumber(person.idNumber ?? '')
  const resident = residentIdOf(idNumber)
  const [phone, otherPhone] = [
    ...new Set((person.phones ?? []).flatMap((one) => digitsOf(one) ?? [])),
  ]
  const born = resident?.slice(6, 14) ?? plainNumber(person.bornOn ?? '')
  const gender = resident === undefined ? person.gender : genderOf(resident)
  return {
    ...(name !== '' && { name: `${name}|${foldSyllables(syllables(name))}` }),
    ...((resident ?? idNumber) !== '' && { idNumber: resident ?? idNumber }),
    ...(born.length === 8 && { bornOn: `${born}|${lunarForm(born)}` }),
    ...(gender !== undefined && { gender }),
    ...(phone !== undefined && { phone }),
    ...(otherPhone !== undefined && { otherPhone }),
    ...present('village', simplify(plainName(person.village ?? ''))),
    ...present('address', plainAddress(simplify(plainName(person.address ?? '')))),
    ...present('householdNumber', plainNumber(person.householdNumber ?? '')),
  }
}

const present = <N extends string>(name: N, value: string) =>
  (value === '' ? {} : { [name]: value }) as { [K in N]?: string }

const genderOf = (resident: string): string => (Number(resident[16]) % 2 === 0 ? 'female' : 'male')

const chineseDigits = '〇一二三四五六七八九'

/** An address with its numbers as digits and without the words that are left out as often as not. */
const plainAddress = (address: string): string =>
  address
    .normalize('NFKC')
    .replace(/[〇一二三四五六七八九](?=[组号栋楼室队户社])/g, (digit) =>
      String(chineseDigits.indexOf(digit)),
    )
    .replace(/[\s,，、#-]/g, '')
    .replace(/^中国|号$|自治区|省|村民小?/g, '')

const lunarForms = new Map<string, string>()

/** The lunar day of a solar one, written as if it were solar, the way registers in villages often have it. */
function lunarForm(born: string): string {
  const known = lunarForms.get(born)
  if (known !== undefined) return known
  const day = `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}` as LocalDate
  // A slip of the pen need not be a day at all.
  const lunar = isDay(born) ? lunarOf(day) : undefined
  const two = (value: number): string => String(value).padStart(2, '0')
  const form = lunar === undefined ? born : `${lunar.year}${two(lunar.month)}${two(lunar.day)}`
  lunarForms.set(born, form)
  return form
}
