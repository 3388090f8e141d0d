export { sourceContract } from './contract.ts'
export { sourceDocs } from './contract-docs.ts'
export { Delivery, DeliveryId, Rejection, RejectionView } from './delivery.ts'
export type {
  AccountDraft,
  BranchDraft,
  CustomerDraft,
  Drafts,
  HolderDraft,
  HoldingDraft,
  MovementDraft,
  RecordKind,
  StaffDraft,
} from './drafts.ts'
export { sourceErrors } from './errors.ts'
export { hasRightCheckDigit } from './resident-id.ts'
export { type DayFormat, parseDay, RowRefused, SourceRow } from './row.ts'
export {
  type DelimitedFormat,
  defineSource,
  type FileBase,
  type FileEncoding,
  fitsName,
  type Lookup,
  type Source,
  type SourceFile,
  type SourceLookup,
} from './source.ts'
export { splitLine } from './split-line.ts'
