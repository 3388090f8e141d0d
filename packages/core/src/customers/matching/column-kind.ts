import {
  type BlockKey,
  begins,
  dayParts,
  eachWord,
  halves,
  mailName,
  sound,
  whole,
} from './block-keys.ts'
import {
  category,
  characters,
  day,
  type Measure,
  mail,
  phrase,
  spelling,
  typedNumber,
} from './measure.ts'

/** What a column holds, as far as comparing it goes. */
export type ColumnKind =
  | 'givenName'
  | 'surname'
  | 'chineseName'
  | 'firmName'
  | 'day'
  | 'number'
  | 'mail'
  | 'street'
  | 'place'
  | 'category'
  /** Written as it is to be compared, by a reader such as `readChinesePerson`. */
  | 'prepared'

interface KindTraits {
  /** Written one way, or nothing where it says nothing. */
  readonly clean: (value: string) => string
  readonly measure: Measure
  readonly termFrequency: boolean
  /** The kind it is confused with. */
  readonly swappedWith?: ColumnKind
  readonly group?: string
  /** By what candidates may be sought where no rule is named. */
  readonly keys: readonly BlockKey[]
}

const plain = (value: string): string =>
  value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
const bare = (value: string): string => plain(value).replace(/[^\p{L}\p{N}]/gu, '')

/** What each kind of column brings with it. */
export const columnKinds: Readonly<Record<ColumnKind, KindTraits>> = {
  givenName: {
    clean: plain,
    measure: spelling,
    termFrequency: true,
    swappedWith: 'surname',
    keys: [sound, begins(3)],
  },
  surname: {
    clean: plain,
    measure: spelling,
    termFrequency: true,
    swappedWith: 'givenName',
    keys: [sound, begins(3)],
  },
  chineseName: { clean: bare, measure: characters, termFrequency: true, keys: [whole] },
  firmName: { clean: plain, measure: phrase, termFrequency: true, keys: [whole, eachWord] },
  day: { clean: bare, measure: day, termFrequency: true, keys: [whole, dayParts] },
  number: { clean: bare, measure: typedNumber, termFrequency: true, keys: [whole, halves] },
  mail: { clean: plain, measure: mail, termFrequency: true, keys: [whole, mailName] },
  street: {
    clean: plain,
    measure: phrase,
    termFrequency: true,
    group: 'home',
    keys: [whole, eachWord],
  },
  place: { clean: plain, measure: spelling, termFrequency: true, group: 'home', keys: [whole] },
  prepared: { clean: (value) => value, measure: category, termFrequency: false, keys: [] },
  category: { clean: plain, measure: category, termFrequency: false, keys: [] },
}
