/**
 * What needs Node: the embedded store, PostgreSQL, and listening.
 * @packageDocumentation
 */
export {
  type DrillRecord,
  drillEmbedded,
  drillPostgres,
  keepDrillRecord,
} from './backup/drill.ts'
export {
  type BackupOptions,
  backupEmbedded,
  type RestoreOptions,
  restoreEmbedded,
  verifyEmbedded,
} from './backup/embedded.ts'
export type { TakenBackup } from './backup/keep-backup.ts'
export { Manifest } from './backup/manifest.ts'
export {
  backupPostgres,
  type PostgresBackupOptions,
  postgresBin,
  receiveWal,
  restorePostgres,
  verifyPostgres,
  type WalReceiver,
} from './backup/postgres.ts'
export {
  type BackupRetention,
  backupRetention,
  type ScheduleOptions,
  scheduleBackups,
} from './backup/schedule.ts'
export { backupStanding, type StandingOptions } from './backup/standing.ts'
export { createDevIdentity, type DevIdentity } from './dev-identity.ts'
export {
  type ClauseFinding,
  type DoctorOptions,
  diagnose,
  templates,
  type Verdict,
} from './doctor/diagnose.ts'
export { openDumpFolder } from './dump-folder.ts'
export {
  createGuardedFetch,
  type GuardedFetch,
  type GuardedFetchOptions,
  type Outgoing,
} from './guarded-fetch.ts'
export { inspectHost, type LookedAt } from './inspect-host.ts'
export { createVendorKeys, issueLicence, type VendorKeys } from './issue-licence.ts'
export { fileKeyService } from './keys/file-key-service.ts'
export { gmSuite } from './keys/gm-suite.ts'
export { intlSuite } from './keys/intl-suite.ts'
export {
  type MemoryKeyOptions,
  type MemoryKeyService,
  memoryKeyService,
} from './keys/memory-key-service.ts'
export {
  type Pkcs11KeyService,
  type Pkcs11Options,
  pkcs11KeyService,
} from './keys/pkcs11-key-service.ts'
export { type Pkcs11TokenOptions, pinFromFile } from './keys/pkcs11-token.ts'
export { isSignedBy } from './keys/sign.ts'
export { type MemoryOptions, openMemoryStore } from './memory-store.ts'
export { type EmbeddedOptions, type EmbeddedStore, openEmbeddedStore } from './pglite-store.ts'
export { openPostgresStore, type PostgresOptions } from './postgres-store.ts'
export { type Listening, type ServeOptions, serve } from './serve.ts'
export { checkStore, type StoreCheck } from './soundness/check-store.ts'
export { type StoreWatch, watchStore } from './soundness/watch-store.ts'
export { openSourceFolder } from './source-folder.ts'
