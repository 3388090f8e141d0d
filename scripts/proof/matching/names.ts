import { readFileSync } from 'node:fs'
import { type Chance, Weighted } from './chance.ts'

/** Names as often as they are given, by the years of birth. */
export interface Names {
  readonly surname: (chance: Chance) => string
  readonly given: (chance: Chance, born: number, gender: 'female' | 'male') => string
  /** One character of a given name, for the one that brothers and sisters share. */
  readonly character: (chance: Chance, born: number, gender: 'female' | 'male') => string
}

const cohorts = [1960, 1970, 1980, 1990, 2000, 2100]
const columns = [
  'n.1930_1959',
  'n.1960_1969',
  'n.1970_1979',
  'n.1980_1989',
  'n.1990_1999',
  'n.2000_2008',
]

const table = (file: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/**
 * Surnames and the characters of given names with their counts among 1.2 billion people by year of
 * birth (Bao, ChineseNames; National Citizen Identity Information Center). Most names since 1960 have
 * two characters; before, a third had one.
 */
export function namesOf(folder: string): Names {
  const surnames = new Weighted(
    table(`${folder}/familyname.csv`).map(
      (row) => [row.surname!, Number(row['n.1930_2008'])] as const,
    ),
  )
  const rows = table(`${folder}/givenname.csv`)
  const characters = columns.map((column) => {
    const of = (male: boolean) =>
      new Weighted(
        rows.map((row) => {
          const men = Number(row['n.male'])
          const women = Number(row['n.female'])
          const share = (male ? men : women) / Math.max(1, men + women)
          return [row.character!, Number(row[column]) * share] as const
        }),
      )
    return { male: of(true), female: of(false) }
  })
  const character = (chance: Chance, born: number, gender: 'female' | 'male') =>
    characters[
      Math.max(
        0,
        cohorts.findIndex((before) => born < before),
      )
    ]![gender].draw(chance)
  return {
    surname: (chance) => surnames.draw(chance),
    character,
    given(chance, born, gender) {
      const first = character(chance, born, gender)
      return chance.is(born < 1960 ? 0.3 : 0.12) ? first : first + character(chance, born, gender)
    },
  }
}
