// A store with its schema in place, for tests of what speaks SQL. They may share it: each takes banks of its own.

import { inject } from 'vitest'
import { migrate, migrations, type Store } from '../packages/server/src/index.ts'
import { openMemoryStore, openPostgresStore } from '../packages/server/src/node/index.ts'
import { createPostgresDatabase } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a database that a whole run shares, where it has one. */
    migrated?: string
  }
}

/** Open a store with the schema in place. Others may be in it: touch only banks of {@link newBankId}. */
export async function openMigratedStore(): Promise<Store> {
  const connect = inject('migrated') ?? (inject('postgres') && (await createPostgresDatabase()))
  if (!connect) return openMemoryStore({ migrations })
  const store = openPostgresStore({ connect })
  await migrate(store, migrations)
  return store
}

/** The id of a bank that nobody has used. */
export const newBankId = (): string => `bnk_${crypto.randomUUID().slice(0, 13)}`
