/** What no eye sees: controls, zero-width joiners, marks that turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu
/** What people put between the digits of a number. */
const BETWEEN = /[\s\p{Cc}\p{Cf}\p{Pd}().·\u2212]/gu

/** Nothing to do: most of what a file brings. */
const PLAIN_NAME = /^[0-9A-Za-z\u4e00-\u9fff]*$/
const PLAIN_NUMBER = /^[0-9A-Z]*$/

/** A text as it is kept and compared: composed (NFC), nothing unseen in it, single spaces. */
export const plainName = (text: string): string =>
  PLAIN_NAME.test(text)
    ? text
    : text
        .replace(/[\t-\r\u0085\u2028\u2029]/g, ' ')
        .replace(UNSEEN, '')
        .normalize('NFC')
        .replace(/\s+/g, ' ')
        .trim()

/**
 * An ID, phone, card or key in any notation as one text: full width (NFKC), spaces, dashes and unseen
 * letters are no matter, letters are capital.
 */
export function plainNumber(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text
  // Once more after the dashes are gone: what stood apart may belong together now.
  const once = (written: string) => written.normalize('NFKC').replace(BETWEEN, '').toUpperCase()
  let plain = once(text)
  for (let again = once(plain); again !== plain; again = once(plain)) plain = again
  return plain
}

/** The key that a source gives a thing: its case is kept, since some sources tell by it. */
export function plainKey(text: string): string {
  const once = (written: string) => plainName(written.normalize('NFKC'))
  let plain = once(text)
  for (let again = once(plain); again !== plain; again = once(plain)) plain = again
  return plain
}

/**
 * Letters that are taken for one another in a name of an office: Cyrillic and Greek for Latin (Unicode
 * UTS #39, confusables), and Chinese ones that differ by a stroke. Each row is told apart by nobody.
 */
const looksLike: ReadonlyMap<string, string> = new Map(
  [
    'aаα',
    'bвβь',
    'cсϲ',
    'eеε',
    'hнη',
    'iіι1l|',
    'jј',
    'kкκ',
    'mмμ',
    'oоο0〇零',
    'pрρ',
    'sѕ',
    'tтτ',
    'uυ',
    'vνѵ',
    'xхχ',
    'yуγ',
    'z2ζ',
    '一ー',
    '日曰',
    '土士',
    '己已巳',
    '未末',
    '戊戌戍',
    '干千于',
    '人入八',
    '天夭',
    '太大犬',
    '口囗',
    '力刀刁',
    '石右',
    '田由甲申',
    '贝见',
    '关闗関關',
    '王玉主',
    '午牛',
    '乌鸟',
    '洒酒',
    '茶荼',
    '阜埠',
    '县悬',
    '桥侨',
  ].flatMap((row) => {
    const [first = '', ...others] = row
    return others.map((other): [string, string] => [other, first])
  }),
)

/** What a name looks like at a glance: two names with one look are easily taken for each other. */
export const lookOf = (name: string): string =>
  Array.from(
    plainNumber(name)
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{Mn}/gu, ''),
    (letter) => looksLike.get(letter) ?? letter,
  ).join('')
