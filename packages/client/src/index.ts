/**
 * The typed client of the CRM: retries within a budget, tokens renewed once, pages as async
 * iterables, and the bank's changes as they happen.
 * @packageDocumentation
 */
export type { AccessResource, AuditQuery } from './access/resource.ts'
export type { ApprovalQuery, ApprovalResource } from './approvals/resource.ts'
export { type Crm, type CrmOptions, createCrm, type Locale } from './create-crm.ts'
export type {
  HouseholdCalls,
  HouseholdDraft,
  HouseholdEntry,
  HouseholdJoin,
  HouseholdLeave,
} from './customers/household-calls.ts'
export type { LabelCalls, LabelChange, LabelDraft, LabelledQuery } from './customers/label-calls.ts'
export type { MergeCalls, MergesQuery, MergeWish } from './customers/merge-calls.ts'
export type {
  NetworkQuery,
  RelationshipCalls,
  RelationshipDraft,
  RelationshipEnd,
  RelationshipQuery,
} from './customers/relationship-calls.ts'
export type {
  ConflictQuery,
  CustomerChanges,
  CustomerQuery,
  CustomerResource,
  HandoverWish,
  HistoryQuery,
  NewCustomer,
  ShareWish,
} from './customers/resource.ts'
export type { DeskResource, TimelineQuery } from './desk/resource.ts'
export type {
  GroupQuery,
  HoldingQuery,
  HoldingResource,
  MovementQuery,
} from './holdings/resource.ts'
export type {
  InteractionDraft,
  InteractionEntry,
  InteractionResource,
  StaffDayQuery,
} from './interactions/resource.ts'
export type { Asked } from './kit/asked.ts'
export type {
  Call,
  CallOptions,
  ContractSource,
  OptionsOf,
  VersionOptions,
  WriteOptions,
} from './kit/call.ts'
export type { Change } from './kit/change.ts'
export { createProofKey, type ProofKey } from './kit/dpop.ts'
export type { CrmEmitter, CrmEvents, Disconnection } from './kit/events.ts'
export { iterate, Listing, type ReadPage, type Slice } from './kit/paging.ts'
export type { Ports } from './kit/ports.ts'
export type { TokenSource } from './kit/session.ts'
export type { DueQuery, ReminderResource } from './reminders/resource.ts'
export type {
  CriteriaQuestion,
  MembershipQuestion,
  SegmentDraft,
  SegmentQuery,
  SegmentResource,
} from './segments/resource.ts'
export type { DeliveryQuery, RejectionQuery, SourceResource } from './sources/resource.ts'
