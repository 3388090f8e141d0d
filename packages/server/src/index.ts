/**
 * The CRM as one fetch handler, on an embedded store or PostgreSQL.
 * @packageDocumentation
 */
export { type NameKeys, nameKeys } from './customers/name-keys.ts'
export type { Database } from './database.ts'
export { refreshFacts } from './holdings/facts.ts'
export { importFolder } from './import-folder.ts'
export type { Handler, Handlers, Room, SessionOf } from './kit/answer.ts'
export { authenticateJwt, type JwtOptions } from './kit/authenticate-jwt.ts'
export { forgetOldKeys, KEEP_KEYS_DAYS } from './kit/housekeeping.ts'
export * from './kit/network/index.ts'
export { openApi } from './kit/openapi.ts'
export { systemPorts } from './kit/ports.ts'
export { consoleLog, type FaultLog } from './kit/problem.ts'
export {
  type Change,
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
export type { Health, Store, TransactionOptions } from './kit/store/store.ts'
export { openStoreInPage, type PgliteLike } from './kit/store/store-in-page.ts'
export { migrations } from './migrations/index.ts'
export { planRemindersJob, type ReminderJob } from './reminders/job.ts'
export { type CrmServer, contracts, createServer, rooms, type ServerOptions } from './server.ts'
export type { SourceFolder } from './sources/folder.ts'
export type { FileReport, ImportOptions, ImportProgress } from './sources/loader.ts'
