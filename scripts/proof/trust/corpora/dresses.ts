// One text in many dresses: what an eye takes for the same, and a database for another.
const zeroWidth = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e']
const turning = ['\u202a', '\u202d', '\u202e', '\u202c', '\u2066', '\u2069', '\u200e', '\u200f']
const blanks = [' ', '\u00a0', '\u3000', '\u2003', '\t']
const dashes = ['-', '‐', '‑', '–', '—', '－', '−']

const unseen = [...zeroWidth, ...turning]
const strange = [
  ...unseen,
  ...blanks,
  ...dashes,
  ...'０９ＡＺａｚ＝＋－＠（）．·①⑦Ⅳ㈱ﬁﬀ½',
  ...'\u0301\u0308\u0327\u0345\u3099\u309a\u20dd\ufe0f\u05b0\u0b57',
  ...'АаВвСсЕеОоРрΑΟοΡρİıßŉǰΐῼﬃſK Å가각ᄀ\u1100\u1161\u11a8',
  ...'李桂芳⽊⼈日曰土士己已巳未末石右㐀𠮷䲜',
  '\u{2f800}',
  '\u{e0041}',
  '\u{1d400}',
  '\ud800',
  '\udc00',
  '\0',
  '\r\n',
  ..."azAZ09xX'+86",
]

const among = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T

/** A text of odd letters, up to so long. */
export const oddText = (random: () => number, most: number): string =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () =>
    random() < 0.15
      ? String.fromCodePoint(Math.floor(random() * 0x1_1000))
      : among(random, strange),
  ).join('')

const wide = (letter: string): string =>
  /[!-~]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter

/** The letters of a text, each perhaps full width or decomposed, with something unseen in between. */
function dress(random: () => number, text: string, between: readonly string[]): string {
  const letters = Array.from(text, (letter) => (random() < 0.4 ? wide(letter) : letter))
  const mixed = letters.flatMap((letter, at) =>
    at > 0 && random() < 0.3 ? [among(random, between), letter] : [letter],
  )
  return `${random() < 0.3 ? among(random, unseen) : ''}${mixed.join('')}${random() < 0.3 ? ' ' : ''}`
}

/** A number as people, and those who would hide, write it. */
export const dressedNumber = (random: () => number, number: string): string =>
  dress(random, random() < 0.3 ? number.toLowerCase() : number, [...unseen, ...blanks, ...dashes])

/** A key of a source: nothing but what is unseen may stand in it. */
export const dressedKey = (random: () => number, key: string): string => dress(random, key, unseen)

/** A name: its letters are its own, but may be decomposed or have something unseen between them. */
export function dressedName(random: () => number, name: string): string {
  const letters = Array.from(random() < 0.5 ? name.normalize('NFD') : name)
  const mixed = letters.flatMap((letter) =>
    random() < 0.3 ? [among(random, unseen), letter] : [letter],
  )
  return `${among(random, ['', ' ', '\u3000', '\u202e'])}${mixed.join('')}`
}
