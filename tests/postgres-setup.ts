// One PostgreSQL for a whole test run, started when the first test file asks for a database.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to ask for a database. */
    postgres: string
  }
}

let started: Promise<PostgresServer | undefined> | undefined
let desk: Server | undefined

/** Open a desk that hands out databases. */
export async function setup({ provide }: TestProject): Promise<void> {
  desk = createServer((_request, response) => {
    started ??= startPostgres()
    started
      .then((server) => server?.createDatabase())
      .then(
        (address) => response.writeHead(address === undefined ? 404 : 200).end(address),
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
  })
  desk.unref()
  await new Promise<void>((resolve) => desk!.listen(0, '127.0.0.1', resolve))
  provide('postgres', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`)
}

/** Close the desk and stop what it started. */
export async function teardown(): Promise<void> {
  desk?.close()
  const server = await started?.catch(() => undefined)
  server?.stop()
}
