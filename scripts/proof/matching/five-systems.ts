import { lunarOf } from '@crm/core'
import type { PersonAsKnown } from '@crm/core/customers'
import { Chance } from './chance.ts'
import type { Person } from './people.ts'

/** A record as one of the five systems has it, and whose it is. */
export interface KnownRecord extends PersonAsKnown {
  readonly truth: number
  readonly system: string
}

/** Characters that a clerk hears and writes otherwise; each row sounds alike. */
export type Homophones = (character: string, chance: Chance) => string

interface Slips {
  /** How many in a hundred of these people are in the system. */
  readonly covers: number
  readonly noId: number
  readonly shortId: number
  readonly idSlip: number
  readonly nameSound: number
  readonly nameOther: number
  readonly traditional: number
  readonly noPhone: number
  readonly oldPhone: number
  readonly noAddress: number
  readonly noBirth: number
  readonly lunarBirth: number
  readonly birthSlip: number
  readonly noHousehold: number
  readonly formerId: number
}

const careful: Slips = {
  covers: 1,
  noId: 0,
  shortId: 0,
  idSlip: 0,
  nameSound: 0,
  nameOther: 0,
  traditional: 0,
  noPhone: 0,
  oldPhone: 0,
  noAddress: 0,
  noBirth: 0,
  lunarBirth: 0,
  birthSlip: 0,
  noHousehold: 1,
  formerId: 0,
}

/** Core, lending, channels, wealth and the survey of the villages on paper. */
export const systems: Readonly<Record<string, Slips>> = {
  core: {
    ...careful,
    covers: 0.95,
    noId: 0.01,
    shortId: 0.07,
    idSlip: 0.004,
    nameSound: 0.008,
    nameOther: 0.002,
    traditional: 0.01,
    noPhone: 0.12,
    oldPhone: 0.5,
    noAddress: 0.08,
    formerId: 1,
  },
  lending: { ...careful, covers: 0.25, idSlip: 0.001, nameSound: 0.002, noHousehold: 0.4 },
  channel: { ...careful, covers: 0.5, noAddress: 1, oldPhone: 0.1 },
  wealth: {
    ...careful,
    covers: 0.15,
    noId: 0.06,
    idSlip: 0.003,
    nameSound: 0.005,
    noAddress: 0.3,
    oldPhone: 0.3,
  },
  survey: {
    ...careful,
    covers: 0.65,
    noId: 0.45,
    idSlip: 0.012,
    nameSound: 0.04,
    nameOther: 0.006,
    traditional: 0.02,
    noPhone: 0.3,
    oldPhone: 0.15,
    noAddress: 0.05,
    noBirth: 0.2,
    lunarBirth: 0.12,
    birthSlip: 0.03,
    noHousehold: 0.25,
    formerId: 0.5,
  },
}

const traditional: Readonly<Record<string, string>> = {
  刘: '劉',
  陈: '陳',
  张: '張',
  杨: '楊',
  赵: '趙',
  黄: '黃',
  吴: '吳',
  孙: '孫',
  马: '馬',
  郑: '鄭',
  华: '華',
  国: '國',
  军: '軍',
  兰: '蘭',
  凤: '鳳',
  丽: '麗',
  英: '英',
  龙: '龍',
  云: '雲',
  峰: '峯',
  强: '強',
  贵: '貴',
  红: '紅',
}

const slipIn = (digits: string, chance: Chance): string => {
  const at = chance.between(1, digits.length - 2)
  return chance.is(0.5)
    ? digits.slice(0, at) + chance.between(0, 9) + digits.slice(at + 1)
    : digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2)
}

const replaceAt = (text: string, at: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + 1)

const lunarForm = (born: string): string => {
  const day = lunarOf(`${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}` as never)
  return day === undefined
    ? born
    : `${day.year}${String(day.month).padStart(2, '0')}${String(day.day).padStart(2, '0')}`
}

const numerals = '〇一二三四五六七八九'

function addressOf(person: Person, chance: Chance): string {
  const group = person.group < 10 && chance.is(0.3) ? numerals[person.group]! : String(person.group)
  const street = `${person.village}${group}组${person.house}号`
  return chance.is(0.4) ? street : chance.is(0.5) ? `石桥县城关镇${street}` : `石桥县${street}`
}

/** The person as one system knows them, with the slips that system makes. */
function recordOf(
  person: Person,
  system: string,
  slips: Slips,
  chance: Chance,
  homophone: Homophones,
): KnownRecord {
  let name = person.name
  const last = name.length - 1
  if (chance.is(slips.nameSound)) name = replaceAt(name, last, homophone(name[last]!, chance))
  if (chance.is(slips.nameOther))
    name = chance.is(0.5)
      ? name.slice(1)
      : replaceAt(name, last, chance.pick([...'芳华明军英红兰平']))
  if (chance.is(slips.traditional))
    name = [...name].map((letter) => traditional[letter] ?? letter).join('')
  const own =
    person.reissuedId !== undefined && !chance.is(slips.formerId)
      ? person.reissuedId
      : person.idNumber
  const short =
    chance.is(slips.shortId) && person.born < '1985' ? own.slice(0, 6) + own.slice(8, 17) : own
  const idNumber = chance.is(slips.noId)
    ? undefined
    : chance.is(slips.idSlip)
      ? slipIn(short, chance)
      : short
  const birth = chance.is(slips.lunarBirth)
    ? lunarForm(person.born)
    : chance.is(slips.birthSlip)
      ? slipIn(person.born, chance)
      : person.born
  const phone = chance.is(slips.noPhone)
    ? undefined
    : chance.is(slips.oldPhone)
      ? person.oldPhone
      : person.phone
  return {
    truth: person.number,
    system,
    name,
    ...(idNumber !== undefined && { idNumber }),
    ...(!chance.is(slips.noBirth) && { bornOn: birth }),
    gender: person.gender,
    ...(phone !== undefined && {
      phones: [chance.is(0.1) ? `+86 ${phone.slice(0, 3)}-${phone.slice(3)}` : phone],
    }),
    ...(!chance.is(slips.noAddress) && {
      village: person.village,
      address: addressOf(person, chance),
    }),
    ...(!chance.is(slips.noHousehold) && { householdNumber: person.householdNumber }),
  }
}

/** What five systems hold of the people, in no order. */
export function recordsOf(
  people: Iterable<Person>,
  seed: number,
  homophone: Homophones,
): KnownRecord[] {
  const chance = new Chance(seed)
  const records: KnownRecord[] = []
  for (const person of people)
    for (const [system, slips] of Object.entries(systems))
      if (chance.is(slips.covers)) records.push(recordOf(person, system, slips, chance, homophone))
  for (let at = records.length - 1; at > 0; at--) {
    const to = chance.between(0, at)
    ;[records[at], records[to]] = [records[to]!, records[at]!]
  }
  return records
}
