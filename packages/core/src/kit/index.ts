export { decimalOfFen, parseFen } from './amounts.ts'
export { because } from './because.ts'
export type {
  Bilingual,
  Contract,
  ContractDocs,
  Endpoint,
  EndpointDocs,
  Expectation,
  Input,
  Output,
  Parsed,
} from './contract.ts'
export * from './criteria/index.ts'
export { Instant, LocalDate } from './dates.ts'
export { addDays, addMonths, ageOn, daysBetween } from './days.ts'
export { CrmError, isCrmError, Problem } from './error.ts'
export { kitErrors } from './errors.ts'
export { guardErrors } from './guard-errors.ts'
export { BankId, id } from './ids.ts'
export { keyErrors } from './key-errors.ts'
export * from './lunar/index.ts'
export { Currency, Fen } from './money.ts'
export { PAGE_LIMIT, type Page, page, pageQuery } from './page.ts'
export { lookOf, plainKey, plainName, plainNumber } from './plain-text.ts'
export { Reason } from './reason.ts'
export {
  aspect,
  type Classes,
  c1,
  c2,
  type FieldRule,
  isMasked,
  key,
  Masked,
  type MaskName,
  secret,
  type View,
  type ViewMeta,
  view,
  viewMeta,
  viewNamed,
} from './view.ts'
