import type { ChineseText } from '@crm/core'
import { Converter } from 'opencc-js/t2cn'
import { pinyin } from 'pinyin-pro'

const toSimplified = Converter({ from: 't', to: 'cn' })
const simple = new Map<string, string>()
const sounds = new Map<string, string>()

/** Character by character, each worked out once: names have no words to be read by. */
const simplifyOne = (letter: string): string => {
  const known = simple.get(letter)
  if (known !== undefined) return known
  const plain = toSimplified(letter)
  simple.set(letter, plain)
  return plain
}

const soundOf = (letter: string, isSurname: boolean): string => {
  const key = isSurname ? `${letter}^` : letter
  const known = sounds.get(key)
  if (known !== undefined) return known
  // 单 is dan, and shan where it is a surname.
  const options = { toneType: 'none', v: true, surname: isSurname ? 'all' : 'off' } as const
  const sound = pinyin(letter, options)
  sounds.set(key, sound)
  return sound
}

/** What matching asks of those who know Chinese: OpenCC for characters, pinyin-pro for their sounds. */
export const chineseText: ChineseText = {
  simplify(text) {
    let plain = ''
    for (const letter of text) plain += simplifyOne(letter)
    return plain
  },
  syllables: (name) => Array.from(name, (letter, at) => soundOf(letter, at === 0)),
}
