// One PostgreSQL for all mutants: opening a store for each of a thousand would take hours.
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from '../../tests/postgres-server.ts'

let server: PostgresServer | undefined

/** Start PostgreSQL where it can be had and tell the tests its address; else each opens its own store. */
export async function setup({ provide }: TestProject): Promise<void> {
  server = await startPostgres()
  if (server) provide('migrated', await server.createDatabase())
}

/** Stop it. */
export function teardown(): void {
  server?.stop()
}
