import { readFileSync } from 'node:fs'
import { chineseText } from '@crm/server'
import type { Chance } from './chance.ts'
import { type Homophones, type KnownRecord, recordsOf } from './five-systems.ts'
import { namesOf } from './names.ts'
import { growPeople } from './people.ts'

/** Two and a half records a person: what five systems hold of a county. */
const RECORDS_A_PERSON = 2.5

/** Characters by sound, for a clerk's ear: those that a good many people carry in their names. */
function homophonesOf(folder: string): Homophones {
  const bySound = new Map<string, string[]>()
  const [, ...lines] = readFileSync(`${folder}/givenname.csv`, 'utf8').trim().split(/\r?\n/)
  for (const line of lines) {
    const [character = '', , , men, women] = line.split(',')
    if (Number(men) + Number(women) < 20_000) continue
    const sound = chineseText.syllables(` ${character}`)[1]!
    bySound.set(sound, [...(bySound.get(sound) ?? []), character])
  }
  return (character: string, chance: Chance) =>
    chance.pick(bySound.get(chineseText.syllables(` ${character}`)[1]!) ?? [character])
}

/** About so many records of a county's people in five systems, shuffled, with whose each is. */
export function growBook(data: string, size: number, seed: number): KnownRecord[] {
  const folder = `${data}/names_cn`
  const people = growPeople(seed, Math.round(size / RECORDS_A_PERSON), namesOf(folder))
  return recordsOf(people, seed + 1, homophonesOf(folder))
}
