export {
  type CheckedFields,
  checkFields,
  type FieldFault,
  type WrittenFields,
} from './check-fields.ts'
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
export { customerDocs } from './contract-docs.ts'
export { hasRightCreditCheck, hasRightOrganisationCheck, readCreditCode } from './credit-code.ts'
export { BirthdayCalendar, Customer, CustomerId, CustomerView } from './customer.ts'
export { type DeskWord, type Restoring, wordAfterEdit, wordAfterRestore } from './desk-word.ts'
export { customerErrors } from './errors.ts'
export { type GoldenField, goldenFields } from './fields.ts'
export {
  CustomerDraftBody,
  CustomerEdit,
  CustomerProvenance,
  CustomerVersion,
  GoldenCause,
  goldenContract,
  SourceConflict,
} from './golden-contract.ts'
export { goldenDocs } from './golden-docs.ts'
export {
  applyHouseholdChange,
  Household,
  type HouseholdChange,
  HouseholdId,
  HouseholdMember,
  HouseholdMemberView,
  type HouseholdPlan,
  HouseholdRole,
  householdContract,
  householdDocs,
  householdErrors,
  type Membership,
  planHousehold,
  type WantedHouseholds,
} from './households/index.ts'
export {
  bornByResidentId,
  type IdKind,
  type ReadNumber,
  readIdNumber,
  widenResidentId,
} from './id-number.ts'
export {
  LABEL_MOST,
  Label,
  LabelChangeId,
  LabelId,
  LabelLine,
  LabelOutcome,
  labelContract,
  labelDocs,
  labelErrors,
} from './labels/index.ts'
export {
  type BlockingRule,
  type BlockKey,
  type BlockPart,
  blockKeys,
  blockOn,
  type ChineseText,
  type ColumnKind,
  chineseFirms,
  chinesePersons,
  defineMatching,
  type ExclusiveValue,
  type FieldComparison,
  type FirmAsKnown,
  type FirmColumn,
  type FoundMatch,
  type Judgement,
  type LikelyPair,
  type MatchEvidence,
  type Matching,
  type MatchingModel,
  type MatchingOptions,
  type MatchNeed,
  type MatchRecord,
  type Measure,
  measures,
  type PersonAsKnown,
  type PersonColumn,
  RecordBook,
  type Resolution,
  readChineseFirm,
  readChinesePerson,
} from './matching/index.ts'
export { type ContactFacts, reasonsNotToContact } from './may-contact.ts'
export {
  CustomerMerge,
  errorOfMerge,
  faultOfMerge,
  type MergeFault,
  MergeId,
  type MergeParty,
  mergeContract,
  mergeDocs,
  mergeErrors,
  wordOfMerged,
} from './merging/index.ts'
export {
  Candidate,
  HandoverReason,
  OwnerLine,
  Ownership,
  OwnershipChange,
  OwnershipChangeId,
  Share,
  Shares,
} from './ownership.ts'
export { OwnershipOutcome, ownershipContract } from './ownership-contract.ts'
export { ownershipDocs } from './ownership-docs.ts'
export { readPhone } from './phone.ts'
export {
  type BeneficialOwner,
  type BeneficialOwners,
  beneficialOwners,
  checkRelationship,
  exposureOf,
  type GuaranteeCircle,
  type GuaranteeExposure,
  GuaranteePicture,
  guaranteeCircles,
  holdsOn,
  inverseOf,
  isKin,
  isMutual,
  kindOfRole,
  NewRelationship,
  type OwnershipChain,
  OwnershipPicture,
  overlap,
  type Parties,
  type Party,
  Relationship,
  RelationshipId,
  type RelationshipKind,
  RelationshipLine,
  RelationshipList,
  RelationshipNetwork,
  RelationshipRole,
  RelationshipView,
  relationshipContract,
  relationshipDocs,
  relationshipErrors,
  type Span,
  type Tie,
  tieOf,
} from './relationships/index.ts'
export { type EndFacts, type RetentionEnd, retentionEnd } from './retention.ts'
export {
  asksAgreement,
  type BookPlace,
  mainOwner,
  ownersByDay,
  passOn,
  type ShareFacts,
  shareOut,
  sharesOn,
} from './share-out.ts'
export {
  Criterion,
  DESK,
  GoldenFieldName,
  GoldenFields,
  type Said,
  type SourceRecord,
  SourceRecordView,
  SurvivorshipRules,
} from './source-record.ts'
export {
  type Conflict,
  type Provenance,
  type Survivors,
  survive,
  survivorshipDefaults,
} from './survivorship.ts'
export { changesBetween, type Dated, type FieldChange, versionOn } from './versions.ts'
