import { edits, jaroWinkler, sharedPairs, sharedWords } from './similarity.ts'

/**
 * How near two values are, as one of a few levels. The first level is `same`, which needs no
 * measuring; the last is `other`, where nothing speaks for one person.
 */
export interface Measure {
  readonly levels: readonly [same: string, ...others: string[]]
  /** The level of two values that differ: 1 to `levels.length - 1`. */
  readonly of: (a: string, b: string) => number
}

/** Same or not: gender, a kind, a code with no spelling. */
export const category: Measure = { levels: ['same', 'other'], of: () => 1 }

/** Names in letters, one after another: near by letters, or cut to the beginning or an initial. */
export const spelling: Measure = {
  levels: ['same', 'near', 'alike', 'other'],
  of(a, b) {
    const near = jaroWinkler(a, b)
    if (near >= 0.92) return 1
    const [short, long] = a.length < b.length ? [a, b] : [b, a]
    if (near >= 0.8 || (short.length >= 1 && long.startsWith(short))) return 2
    return 3
  },
}

/** Names in characters, where each is a word: one of them differs, or one is left out. */
export const characters: Measure = {
  levels: ['same', 'near', 'other'],
  of: (a, b) => (Math.min(a.length, b.length) >= 2 && edits(a, b, 1) === 1 ? 1 : 2),
}

/** Numbers that are typed: one slip, two slips. */
export const typedNumber: Measure = {
  levels: ['same', 'one slip', 'two slips', 'other'],
  of(a, b) {
    const most = Math.min(a.length, b.length) < 6 ? 1 : 2
    const slips = edits(a, b, most)
    return slips > most ? 3 : slips
  },
}

const daysOf = (day: string): number =>
  Number(day.slice(0, 4)) * 365 + Number(day.slice(4, 6)) * 30 + Number(day.slice(6))

/**
 * Days as eight digits: one slip, month and day exchanged; two of year, month and day the same; about
 * a year apart, as an age told from memory is.
 */
export const day: Measure = {
  levels: ['same', 'one slip', 'two parts', 'within a year', 'other'],
  of(a, b) {
    if (edits(a, b, 1) === 1) return 1
    const year = a.slice(0, 4) === b.slice(0, 4)
    const month = a.slice(4, 6) === b.slice(4, 6)
    const date = a.slice(6) === b.slice(6)
    if (year && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6)) return 1
    if (Number(year) + Number(month) + Number(date) === 2) return 2
    return Math.abs(daysOf(a) - daysOf(b)) <= 400 ? 3 : 4
  },
}

/** Longer texts of several words: streets, firms' names; words may come in another order. */
export const phrase: Measure = {
  levels: ['same', 'near', 'alike', 'other'],
  of(a, b) {
    const letters = jaroWinkler(a, b)
    if (letters >= 0.93) return 1
    const pairs = sharedPairs(a, b)
    // Words are dear to compare; with few pairs of letters in common there are few in common.
    if (pairs < 0.3) return letters >= 0.86 ? 2 : 3
    const shared = sharedWords(a, b)
    if (shared >= 0.99) return 1
    return letters >= 0.86 || shared >= 0.6 || pairs >= 0.7 ? 2 : 3
  },
}

/** E-mail addresses: a slip, or the same person at another house. */
export const mail: Measure = {
  levels: ['same', 'near', 'same name', 'other'],
  of(a, b) {
    if (edits(a, b, 2) <= 2) return 1
    const [one = ''] = a.split('@')
    const [other = ''] = b.split('@')
    return one === other || edits(one, other, 1) <= 1 ? 2 : 3
  },
}

/** Ready-made measures, for comparisons that a matching states itself. */
export const measures = { category, spelling, characters, typedNumber, day, phrase, mail } as const
