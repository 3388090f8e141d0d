export { sourceContract } from './contract.ts'
export { sourceDocs } from './contract-docs.ts'
export {
  type AmountFormat,
  amountIn,
  asksForSums,
  type ControlFile,
  type ControlRecord,
  type ControlTotals,
  columnsOf,
  readTotals,
} from './control.ts'
export { Delivery, DeliveryId, Rejection, RejectionView } from './delivery.ts'
export type {
  AccountDraft,
  BranchDraft,
  CustomerDraft,
  Drafts,
  HolderDraft,
  HoldingDraft,
  HouseholdRecord,
  MovementDraft,
  RecordKind,
  RelationshipRecord,
  StaffDraft,
} from './drafts.ts'
export { sourceErrors } from './errors.ts'
export { fitsName, type NameFacts, readFileName, siblingName } from './file-name.ts'
export {
  type DelimitedFormat,
  type FileEncoding,
  type FileFormat,
  type FixedColumn,
  type FixedFormat,
  isFixed,
  isStatements,
  type LineFormat,
  type StatementFormat,
} from './format.ts'
export { hasRightCheckDigit } from './resident-id.ts'
export { type DayFormat, parseDay, RowRefused, SourceRow } from './row.ts'
export {
  defineSource,
  type FileBase,
  type FileHolds,
  type Lookup,
  type Source,
  type SourceFile,
  type SourceLookup,
} from './source.ts'
export { splitFixed } from './split-fixed.ts'
export { splitLine } from './split-line.ts'
export {
  parseMinor,
  type Statement,
  type StatementAmount,
  type StatementCode,
  type StatementDetail,
  type StatementEntry,
} from './statement.ts'
export { camtMovements, entryCells } from './statement-rows.ts'
