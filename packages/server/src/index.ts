/**
 * The CRM as one fetch handler, on an embedded store or PostgreSQL.
 * @packageDocumentation
 */

export {
  LICENCE_TYPE,
  type LicenceOptions,
  readLicence,
  type VendorKey,
} from './access/licence.ts'
export { type MeterChecks, type MeterHead, type MeterReport, verifyMeter } from './access/meter.ts'
export { startWatch, type WatchOptions } from './access/start-watch.ts'
export { keepCustomerPlaces, keepStaffHistory } from './access/store.ts'
export { type WatchJob, watchAudit } from './access/watch-job.ts'
export { type Proposal, propose } from './approvals/propose.ts'
export { chineseText } from './customers/chinese-text.ts'
export { type ContactAsked, reasonsAgainstContact } from './customers/contact.ts'
export { type NameKeys, nameKeys } from './customers/name-keys.ts'
export { type SurvivorshipJob, setSurvivorship } from './customers/survivorship-job.ts'
export {
  type ColumnLevels,
  type DataLevel,
  dataLevelOf,
  dataLevels,
  derivedColumns,
} from './data-levels.ts'
export type { Database } from './database.ts'
export { refreshFacts } from './holdings/facts.ts'
export { importFolder } from './import-folder.ts'
export type { Handler, Handlers, Room, SessionOf } from './kit/answer.ts'
export type { ApprovalKind, Approving } from './kit/approval-kind.ts'
export { type AuditRetention, auditRetention, expireAudit } from './kit/audit/expire.ts'
export { auditInLines, exportAudit, toSyslog } from './kit/audit/export.ts'
export type { Entry } from './kit/audit/record.ts'
export {
  type AuditSeal,
  lastSeal,
  type PlacedRow,
  type SealerOptions,
  sealNext,
  startSealer,
} from './kit/audit/seal.ts'
export { auditInStore } from './kit/audit/store-source.ts'
export {
  type AuditFault,
  type AuditReport,
  type AuditSource,
  type VerifyOptions,
  verifyAudit,
} from './kit/audit/verify.ts'
export { authenticateJwt, type JwtOptions } from './kit/authenticate-jwt.ts'
export { type Configuration, dangersOf } from './kit/configuration/configuration.ts'
export {
  type Danger,
  type DangerCode,
  type DangerFacts,
  dangerText,
} from './kit/configuration/danger.ts'
export {
  type DatabaseAsked,
  databaseDangers,
} from './kit/configuration/database.ts'
export { type Floor, floors } from './kit/configuration/floors.ts'
export type { HostFacts } from './kit/configuration/host.ts'
export type { StoreOrigin } from './kit/configuration/store-facts.ts'
export { dangerWords } from './kit/configuration/words.ts'
export { forgetOldKeys, KEEP_KEYS_DAYS } from './kit/housekeeping.ts'
export {
  BankKeys,
  type CustomerKey,
  type DataKey,
  type DataPurpose,
  dataPurposes,
  type Place,
} from './kit/keys/bank-keys.ts'
export type { IndexedField } from './kit/keys/blind-index.ts'
export { customerKeys } from './kit/keys/customer-keys.ts'
export type {
  KeyPurpose,
  KeyService,
  Signature,
  VerifyingKey,
  WrappedKey,
} from './kit/keys/key-service.ts'
export type { ResealOptions } from './kit/keys/reseal.ts'
export { type Rotation, type RotationOptions, rotateKeys } from './kit/keys/rotate.ts'
export type { SealedColumn, SealedTable } from './kit/keys/sealed-table.ts'
export type { CipherSuite, KeyHandle, SuiteName } from './kit/keys/suite.ts'
export { clearVault, openVault, type Vault, type VaultOptions } from './kit/keys/vault.ts'
export type { LicensedBank, Licensing } from './kit/licensing.ts'
export { type AddressRules, addressSet, clientAddress } from './kit/limits/addresses.ts'
export { type CrowdLimits, defaultCrowd } from './kit/limits/crowd.ts'
export { takeDaily, type Who } from './kit/limits/daily.ts'
export { Guard, type SecurityEvent } from './kit/limits/guard.ts'
export { defaultLimits, type Limits } from './kit/limits/limits.ts'
export { LockOut } from './kit/limits/lock-out.ts'
export { type Admission, RateLimiter } from './kit/limits/rate-limiter.ts'
export { securityToSyslog } from './kit/limits/security-syslog.ts'
export * from './kit/network/index.ts'
export { openApi } from './kit/openapi.ts'
export { systemPorts } from './kit/ports.ts'
export { consoleLog, type FaultLog } from './kit/problem.ts'
export { type Repeated, type RepeatOptions, repeat } from './kit/repeat.ts'
export { installRowSecurity } from './kit/row-security.ts'
export {
  type Change,
  type Origin,
  type Ports,
  ReadSession,
  type SessionStart,
  WriteSession,
} from './kit/session.ts'
export { stableId } from './kit/stable-id.ts'
export {
  type DeadLetter,
  type DeadLetterQuery,
  listDeadLetters,
  replayDeadLetter,
} from './kit/store/dead-letters.ts'
export {
  type Delivery,
  type Dispatched,
  type DispatchOptions,
  dispatchOutbox,
} from './kit/store/dispatch.ts'
export { type Migration, migrate } from './kit/store/migrate.ts'
export { latestPosition, type OutboxEvent, type StoredEvent } from './kit/store/outbox.ts'
export { Soundness, type StoreDamage } from './kit/store/soundness.ts'
export { type Health, type Store, sealedStore, type TransactionOptions } from './kit/store/store.ts'
export { openStoreInPage, type PgliteLike } from './kit/store/store-in-page.ts'
export { migrations } from './migrations/index.ts'
export { planRemindersJob, type ReminderJob } from './reminders/job.ts'
export { contractDocs, contracts, rooms } from './rooms.ts'
export { sealBank, sealedTables } from './sealed-tables.ts'
export { createServer } from './server.ts'
export type { CrmServer, ServerOptions } from './server-options.ts'
export type { CamtEntry } from './sources/camt.ts'
export { statementEntries } from './sources/entry-rows.ts'
export { errorReport, type ReportWords, rejectedLines } from './sources/error-report.ts'
export type { SourceFolder } from './sources/folder.ts'
export type { FileFault } from './sources/ledger.ts'
export type { ImportOptions } from './sources/loader.ts'
export { type MissingDay, missingDays } from './sources/missing-days.ts'
export type { FileReport, ImportProgress, RefusedLine } from './sources/report.ts'
