/** Makes of a value what candidates must share: one key, several (one of them is enough), or none. */
export type BlockKey = (value: string) => readonly string[]

/** The value itself. */
export const whole: BlockKey = (value) => [value]

/** Its first letters; a shorter value has no key. */
export const begins =
  (length: number): BlockKey =>
  (value) =>
    value.length < length ? [] : [value.slice(0, length)]

/** Its last letters; a shorter value has no key. */
export const ends =
  (length: number): BlockKey =>
  (value) =>
    value.length < length ? [] : [value.slice(-length)]

/** Both halves of a number that is typed, so that one slip leaves one of them. */
export const halves: BlockKey = (value) => {
  const half = value.length >> 1
  return half < 2 ? [] : [`<${value.slice(0, half)}`, `>${value.slice(half)}`]
}

/** What two of the year, month and date of a day (eight digits) are, each pair a key. */
export const dayParts: BlockKey = (value) =>
  value.length === 8
    ? [`y${value.slice(0, 6)}`, `d${value.slice(4)}`, `x${value.slice(0, 4)}${value.slice(6)}`]
    : []

const sounds: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'bfpv'].map((letter) => [letter, '1'])),
  ...Object.fromEntries([...'cgjkqsxz'].map((letter) => [letter, '2'])),
  ...Object.fromEntries([...'dt'].map((letter) => [letter, '3'])),
  l: '4',
  m: '5',
  n: '5',
  r: '6',
}

/** How a Latin name sounds: its first letter and three classes of consonants (American Soundex). */
export const sound: BlockKey = (value) => {
  const letters = value.replace(/[^a-z]/g, '')
  if (letters === '') return value === '' ? [] : [value]
  let key = letters[0]!
  let last = sounds[key]
  for (const letter of letters.slice(1)) {
    const class_ = sounds[letter]
    if (class_ !== undefined && class_ !== last) key += class_
    if (letter !== 'h' && letter !== 'w') last = class_
    if (key.length === 4) break
  }
  return [key.padEnd(4, '0')]
}

/** Its words of three letters or more, one of which candidates share. */
export const eachWord: BlockKey = (value) => [
  ...new Set(value.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 3)),
]

/** The name in an e-mail address. */
export const mailName: BlockKey = (value) => {
  const [name = ''] = value.split('@')
  return name.length < 3 ? [] : [name]
}

/** Ready-made keys, for blocking rules that a matching states itself. */
export const blockKeys = {
  whole,
  begins,
  ends,
  halves,
  dayParts,
  sound,
  eachWord,
  mailName,
} as const
