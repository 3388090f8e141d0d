/**
 * What needs Node: the embedded store, PostgreSQL, and listening.
 * @packageDocumentation
 */
export { createDevIdentity, type DevIdentity } from './dev-identity.ts'
export {
  createGuardedFetch,
  type GuardedFetch,
  type GuardedFetchOptions,
  type Outgoing,
} from './guarded-fetch.ts'
export { type MemoryOptions, openMemoryStore } from './memory-store.ts'
export { type EmbeddedOptions, type EmbeddedStore, openEmbeddedStore } from './pglite-store.ts'
export { openPostgresStore, type PostgresOptions } from './postgres-store.ts'
export { type Listening, type ServeOptions, serve } from './serve.ts'
export { openSourceFolder } from './source-folder.ts'
