import { Chance } from './chance.ts'
import type { Names } from './names.ts'

/** Somebody who is really there. */
export interface Person {
  readonly number: number
  readonly name: string
  readonly gender: 'female' | 'male'
  /** `yyyymmdd` */
  readonly born: string
  readonly idNumber: string
  /** A second number, where the first was given to two and one of them got another. */
  readonly reissuedId?: string
  readonly phone: string
  readonly oldPhone: string
  readonly village: string
  readonly group: number
  readonly house: number
  readonly householdNumber: string
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const withCheck = (digits: string): string =>
  digits +
  '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11]

const months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const two = (value: number): string => String(value).padStart(2, '0')

function dayIn(chance: Chance, year: number): string {
  const month = chance.between(1, 12)
  return `${year}${two(month)}${two(chance.between(1, months[month - 1]!))}`
}

const prefixes = [
  '130',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '152',
  '158',
  '159',
  '177',
  '178',
  '180',
  '181',
  '182',
  '183',
  '186',
  '187',
  '188',
  '189',
  '199',
]
const villageNames = [
  '柳河',
  '石桥',
  '白杨',
  '双井',
  '大王',
  '李家',
  '张家',
  '东沟',
  '西坡',
  '南岗',
  '北台',
  '青山',
  '清水',
  '红旗',
  '新民',
  '太平',
  '永安',
  '前进',
  '上湾',
  '下河',
]

/** A county: villages of a few hundred houses, families in them, phones and names that families share. */
export function* growPeople(seed: number, size: number, names: Names): Generator<Person> {
  const chance = new Chance(seed)
  const villages = Math.max(4, Math.round(size / 900))
  const division = `59${chance.digits(2)}${two(chance.between(21, 29))}`
  const used = new Set<string>()
  const phone = (): string => chance.pick(prefixes) + chance.digits(8)
  const idOf = (born: string, gender: string): string => {
    for (;;) {
      // Most were registered in this county, some moved in.
      const where = chance.is(0.85)
        ? division
        : `${chance.between(11, 65)}${chance.digits(2)}${two(chance.between(1, 31))}`
      const order = chance.between(0, 499) * 2 + (gender === 'male' ? 1 : 0)
      const id = withCheck(`${where}${born}${String(order).padStart(3, '0')}`)
      if (used.has(id)) continue
      used.add(id)
      return id
    }
  }
  let number = 0
  for (let household = 0; number < size; household++) {
    const at = chance.between(0, villages - 1)
    const village = `${villageNames[at % villageNames.length]}${at < villageNames.length ? '' : two(Math.floor(at / villageNames.length))}村`
    const home = {
      village,
      group: chance.between(1, 12),
      house: chance.between(1, 180),
      householdNumber: `59${String(at).padStart(4, '0')}${String(household).padStart(7, '0')}`,
    }
    // In an old village half of the houses have one of two surnames.
    const surname = chance.is(0.4) ? '李王张刘陈杨赵周吴徐'[at % 10]! : names.surname(chance)
    const fatherBorn = chance.between(1938, 1995)
    const headPhone = phone()
    const member = (
      year: number,
      gender: 'female' | 'male',
      family: string,
      given: string,
      born?: string,
    ): Person => {
      const birth = born ?? dayIn(chance, year)
      const idNumber = idOf(birth, gender)
      const own = chance.is(year < 1955 ? 0.45 : 0.06) ? headPhone : phone()
      return {
        number: number++,
        name: family + given,
        gender,
        born: birth,
        idNumber,
        ...(chance.is(0.0005) && { reissuedId: idOf(birth, gender) }),
        phone: own,
        oldPhone: chance.is(0.35) ? phone() : own,
        ...home,
      }
    }
    yield member(fatherBorn, 'male', surname, names.given(chance, fatherBorn, 'male'))
    const motherBorn = fatherBorn + chance.between(-4, 5)
    if (chance.is(0.85))
      yield member(
        motherBorn,
        'female',
        names.surname(chance),
        names.given(chance, motherBorn, 'female'),
      )
    const children = chance.between(0, fatherBorn < 1960 ? 4 : 2)
    const generation = names.character(chance, fatherBorn + 26, 'male')
    for (let child = 0; child < children; child++) {
      const year = Math.min(2008, fatherBorn + 22 + child * 3 + chance.between(0, 2))
      const gender = chance.is(0.5) ? 'female' : 'male'
      const given = (): string =>
        chance.is(0.3)
          ? generation + names.character(chance, year, gender)
          : names.given(chance, year, gender)
      const born = dayIn(chance, year)
      yield member(year, gender, surname, given(), born)
      // Twins: one birth in a hundred, mostly with a character in common.
      if (chance.is(0.01))
        yield member(
          year,
          gender,
          surname,
          chance.is(0.6) ? generation + names.character(chance, year, gender) : given(),
          born,
        )
    }
  }
}
