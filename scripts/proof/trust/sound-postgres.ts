// A database set up as the guide says, and a production server that starts on it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCrmError, shippedPolicies } from '@crm/core'
import {
  createServer,
  type Danger,
  installRowSecurity,
  migrate,
  migrations,
  openVault,
  sealedStore,
} from '@crm/server'
import { gmSuite, memoryKeyService, openPostgresStore, postgresBin } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import pg from 'pg'
import { soundOptions } from './dangerous.ts'
import { freePort, otherUser } from './postgres-drill.ts'

/** How the start went. */
export interface SoundStart {
  /** Names of what was found dangerous after all. */
  readonly dangers: readonly string[]
  /** The status of a call without a token. */
  readonly status: number
}

/** What a key service has to be called to be no file and no memory. */
const kms = { ...memoryKeyService(), name: 'kms' }

/** Start a production server on a database of its own; nothing where PostgreSQL is not here. */
export async function startOnPostgres(): Promise<SoundStart | undefined> {
  let bin: string
  try {
    bin = postgresBin()
  } catch {
    return undefined
  }
  const root = mkdtempSync(join(tmpdir(), 'crm-sound-'))
  const { prefix, own } = otherUser()
  own(root)
  const port = await freePort()
  const run = (name: string, ...words: string[]) => {
    const [first, ...rest] = [...prefix, join(bin, name), ...words]
    execFileSync(first!, rest, { cwd: root, stdio: 'ignore' })
  }
  const data = join(root, 'data')
  run('initdb', '-D', data, '-U', 'dba', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-k')
  const given = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${root}`
  run('pg_ctl', '-s', '-w', '-D', data, '-l', join(root, 'log'), '-o', given, 'start')
  try {
    const at = (user: string, database: string) =>
      `postgres://${user}@127.0.0.1:${port}/${database}`
    const client = new pg.Client({ connectionString: at('dba', 'postgres') })
    await client.connect()
    await client.query('create role crm_app nologin')
    await client.query('create role crm login')
    await client.query('grant crm_app to crm with admin option')
    await client.query('create database crm owner crm')
    await client.end()
    return await startAt(at('crm', 'crm'))
  } finally {
    run('pg_ctl', '-s', '-m', 'immediate', '-D', data, 'stop')
    rmSync(root, { recursive: true, force: true })
  }
}

async function startAt(connect: string): Promise<SoundStart> {
  const bare = openPostgresStore({ connect, deadline: 30_000 })
  const store = sealedStore(bare, openVault({ service: kms, suite: gmSuite }))
  try {
    await migrate(store, migrations)
    await plantCast(store)
    await installRowSecurity(store, shippedPolicies)
    const crm = createServer({ ...soundOptions(), store })
    await crm.ready()
    const { status } = await crm.fetch(new Request('http://crm/customers'))
    return { dangers: [], status }
  } catch (error) {
    if (!isCrmError(error) || error.code !== 'config.refused') throw error
    const dangers = error.context.dangers as readonly Danger[]
    return { dangers: dangers.map(({ code }) => code), status: 0 }
  } finally {
    await store.close()
  }
}
