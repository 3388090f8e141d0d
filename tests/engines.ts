// The two engines that every promise of a store is held to.
import { isCrmError } from '@crm/core'
import type { Store } from '@crm/server'
import { openEmbeddedStore, openPostgresStore } from '@crm/server/node'
import { createPostgresDatabase } from './postgres.ts'

/** An engine by name, and an empty store on it; nothing to open where PostgreSQL cannot be had. */
export type EngineUnderTest = readonly [Store['engine'], (() => Promise<Store>) | undefined]

/** Both engines, for `describe.each`; `deadline` in milliseconds. */
export async function bothEngines(deadline: number): Promise<EngineUnderTest[]> {
  const database = await createPostgresDatabase()
  return [
    ['pglite', () => openEmbeddedStore({ folder: 'memory', deadline })],
    [
      'postgres',
      database ? async () => openPostgresStore({ connect: database, deadline }) : undefined,
    ],
  ]
}

/** How a piece of work failed: its stable code, or the error where it has none. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing went wrong',
    (error: unknown) => (isCrmError(error) ? error.code : error),
  )

/** Wait so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
