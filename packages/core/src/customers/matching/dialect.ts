const folds: readonly (readonly [RegExp, string])[] = [
  // Flat and curled tongue: 四 and 是, as most of the south and south-west say them alike.
  [/^([zcs])h/, '$1'],
  // n and l in Hunan, Hubei, Sichuan; r with l in the south-east.
  [/^[nr]/, 'l'],
  // h and f before u: 湖南 and 福南 are one.
  [/^h(?=u)/, 'f'],
  // Front and back of the nose: 陈 and 程, 金 and 京.
  [/ng$/, 'n'],
  // ü is typed as v or u.
  [/v/g, 'u'],
]

const folded = new Map<string, string>()

const foldOne = (syllable: string): string => {
  const known = folded.get(syllable)
  if (known !== undefined) return known
  const plain = folds.reduce((text, [from, to]) => text.replace(from, to), syllable.toLowerCase())
  folded.set(syllable, plain)
  return plain
}

/** Syllables as one text in which what dialects confuse is the same: `['cheng', 'ni']` is `cen li`. */
export const foldSyllables = (syllables: readonly string[]): string =>
  syllables.map(foldOne).join(' ')
