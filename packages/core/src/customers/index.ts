export {
  ConsentChannel,
  ConsentId,
  ConsentPurpose,
  ConsentRecord,
  ConsentState,
  type ConsentTexts,
  consentFor,
  consentStates,
} from './consent.ts'
export { ConsentLedger, customerContract, Erasure, PersonFile } from './contract.ts'
export { BirthdayCalendar, Customer, CustomerId, CustomerView } from './customer.ts'
export { customerErrors } from './errors.ts'
export { type ContactFacts, reasonsNotToContact } from './may-contact.ts'
export { type EndFacts, type RetentionEnd, retentionEnd } from './retention.ts'
