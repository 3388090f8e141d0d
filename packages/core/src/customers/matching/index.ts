export { type BlockKey, blockKeys } from './block-keys.ts'
export {
  chineseFirms,
  type FirmAsKnown,
  type FirmColumn,
  readChineseFirm,
} from './chinese-firm.ts'
export {
  type ChineseText,
  chinesePersons,
  type PersonAsKnown,
  type PersonColumn,
  readChinesePerson,
} from './chinese-person.ts'
export type { ColumnKind } from './column-kind.ts'
export type { Judgement, MatchEvidence } from './judge.ts'
export {
  type BlockingRule,
  type BlockPart,
  blockOn,
  defineMatching,
  type ExclusiveValue,
  type FieldComparison,
  type Matching,
  type MatchingOptions,
  type MatchNeed,
} from './matching.ts'
export { type Measure, measures } from './measure.ts'
export { type FoundMatch, RecordBook } from './record-book.ts'
export type { MatchRecord } from './record-table.ts'
export type { LikelyPair, Resolution } from './resolve.ts'
export type { MatchingModel } from './train.ts'
