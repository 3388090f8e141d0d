const letters = 'abcdefghijklmnopqrstuvwxyz'

const initials = ' b p m f d t n l g k h j q x zh ch sh r z c s y w'.split(' ')
const finals =
  'a o e ai ei ao ou an en ang eng ong er i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang v ve'.split(
    ' ',
  )
const syllables = new Set(initials.flatMap((initial) => finals.map((final) => initial + final)))
const LONGEST = 6

/** Is a text nothing but syllables of pinyin, more or less? What cannot be one is not looked for. */
export function isSpelt(text: string): boolean {
  const reached = new Uint8Array(text.length + 1)
  reached[0] = 1
  for (let at = 0; at < text.length; at++)
    for (let length = 1; reached[at] === 1 && length <= LONGEST; length++)
      if (syllables.has(text.slice(at, at + length))) reached[at + length] = 1
  return reached[text.length] === 1
}

/** What was meant, where one letter is wrong, missing, too many, or changed its place with the next. */
export function oneSlipAway(typed: string): readonly string[] {
  const meant = new Set<string>()
  for (let at = 0; at <= typed.length; at++) {
    const [before, after] = [typed.slice(0, at), typed.slice(at)]
    for (const letter of letters) {
      meant.add(before + letter + after)
      if (after !== '') meant.add(before + letter + after.slice(1))
    }
    if (after !== '') meant.add(before + after.slice(1))
    if (after.length > 1) meant.add(before + after[1] + after[0] + after.slice(2))
  }
  meant.delete(typed)
  const spelt = [...meant].filter(isSpelt)
  // Names of other tongues are not made of syllables; then all that could be meant is looked for.
  return spelt.length > 0 ? spelt : [...meant]
}

/** Pinyin without spaces, with what dialects confuse made the same: 刘 and 牛, 陈 and 程, 胡 and 福. */
export const foldPinyin = (pinyin: string): string =>
  pinyin
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n')
    .replace(/v/g, 'u')
    .replace(/hu/g, 'fu')
    .replace(/[nr]/g, 'l')
