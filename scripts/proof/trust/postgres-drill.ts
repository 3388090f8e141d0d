// The drill of a bank's machine room: the server dies under load, its disk is gone, and everything that
// was acknowledged has to come back from the base backup and the received log.
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, migrations, openVault, sealedStore } from '@crm/server'
import {
  backupPostgres,
  intlSuite,
  memoryKeyService,
  openPostgresStore,
  postgresBin,
  receiveWal,
  restorePostgres,
} from '@crm/server/node'
import { plantCast } from '@crm/testing'
import pg from 'pg'

/** What a drill showed. */
export interface DrillOutcome {
  readonly acknowledged: number
  readonly lost: number
  readonly commitsPerSecond: number
  readonly backupMs: number
  /** From the loss to the first answer of the restored server. */
  readonly restoreMs: number
  readonly countsDiffer: number
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** A port nobody listens on just now. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** PostgreSQL refuses to run as root: what to put before its programs, and how to give it a folder. */
export function otherUser(): { prefix: string[]; own: (folder: string) => void } {
  if (process.getuid?.() !== 0) return { prefix: [], own: () => undefined }
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }))
  const [uid, gid] = [id('-u'), id('-g')]
  return {
    prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
    own: (folder) => {
      chownSync(folder, uid, gid)
      spawnSync('chown', ['-R', `${uid}:${gid}`, folder])
    },
  }
}

/** The server answers once it has read the log to its end. */
async function firstAnswer(connectionString: string): Promise<pg.Client> {
  for (let turn = 0; ; turn++) {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      if (turn > 600) throw error
      await pause(100)
    }
  }
}

/** Run the drill: so many milliseconds of load, then the loss. */
export async function drillPostgres(loadMs = 4_000): Promise<DrillOutcome | undefined> {
  let bin: string
  try {
    bin = postgresBin()
  } catch {
    return undefined
  }
  const root = mkdtempSync(join(tmpdir(), 'crm-drill-'))
  const { prefix, own } = otherUser()
  own(root)
  const run = (name: string, ...words: string[]) => {
    const [first, ...rest] = [...prefix, join(bin, name), ...words]
    execFileSync(first!, rest, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const data = join(root, 'data')
  const start = (folder: string, port: number, more: string[] = []) => {
    const given = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${root}`,
      ...more,
    ]
    run(
      'pg_ctl',
      '-s',
      '-w',
      '-t',
      '60',
      '-D',
      folder,
      '-l',
      join(root, 'log'),
      '-o',
      given.map((one) => `-c ${one}`).join(' '),
      'start',
    )
  }
  run('initdb', '-D', data, '-U', 'crm', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-k')
  const port = await freePort()
  const standby = 'synchronous_standby_names=crm_receiver'
  start(data, port, ['wal_level=replica', 'max_wal_senders=5'])
  const connect = `postgres://crm@127.0.0.1:${port}/postgres`
  const service = memoryKeyService({ seed: 'drill' })
  const store = sealedStore(
    openPostgresStore({ connect }),
    openVault({ service, suite: intlSuite }),
  )
  await migrate(store, migrations)
  await plantCast(store)

  const wal = join(root, 'wal')
  const receiver = receiveWal({ connect, folder: wal, slot: 'crm_receiver', bin })
  const admin = new pg.Client({ connectionString: connect })
  await admin.connect()
  await admin.query('create table proof_ack (n bigint primary key)')
  await admin.query(`alter system set ${standby.replace('=', " = '")}'`)
  await admin.query('select pg_reload_conf()')
  for (let turn = 0; turn < 100; turn++) {
    const { rows } = await admin.query(
      "select 1 from pg_stat_replication where sync_state = 'sync'",
    )
    if (rows.length > 0) break
    await pause(100)
  }
  await admin.end()
  const backups = join(root, 'backups')
  const began = performance.now()
  const { manifestFile, manifest } = await backupPostgres({
    store,
    connect,
    folder: backups,
    service,
    bin,
  })
  const backupMs = Math.round(performance.now() - began)
  await store.close()

  const acknowledged: number[] = []
  let next = 0
  let stop = false
  const writers = Array.from({ length: 16 }, async () => {
    const client = new pg.Client({ connectionString: connect })
    client.on('error', () => undefined)
    await client.connect()
    while (!stop) {
      const n = next++
      const done = await client.query('insert into proof_ack values ($1)', [n]).then(
        () => true,
        () => false,
      )
      if (!done) return
      acknowledged.push(n)
    }
    await client.end()
  })
  await pause(loadMs)
  const head = execFileSync('head', ['-1', join(data, 'postmaster.pid')])
    .toString()
    .trim()
  spawnSync('kill', ['-9', head])
  stop = true
  await Promise.allSettled(writers)
  const lostAt = performance.now()
  await receiver.stop()
  rmSync(data, { recursive: true, force: true })

  const into = join(root, 'restored')
  mkdirSync(into)
  await restorePostgres({ manifestFile, service, into, wal, bin })
  own(into)
  own(wal)
  spawnSync('chmod', ['0700', into])
  const again = await freePort()
  start(into, again, ['hot_standby=off'])
  const client = await firstAnswer(connect.replace(String(port), String(again)))
  const { rows } = await client.query<{ n: string }>('select n from proof_ack')
  const restoreMs = Math.round(performance.now() - lostAt)
  const kept = new Set(rows.map(({ n }) => Number(n)))
  const lost = acknowledged.filter((n) => !kept.has(n)).length
  let countsDiffer = 0
  for (const [table, count] of Object.entries(manifest.rowCounts)) {
    if (table === 'proof_ack') continue
    const found = await client.query<{ n: number }>(`select count(*)::int as n from "${table}"`)
    if (found.rows[0]?.n !== count) countsDiffer += 1
  }
  await client.end()
  run('pg_ctl', '-s', '-m', 'immediate', '-D', into, 'stop')
  if (readdirSync(root).length > 0) rmSync(root, { recursive: true, force: true })
  return {
    acknowledged: acknowledged.length,
    lost,
    commitsPerSecond: Math.round(acknowledged.length / (loadMs / 1_000)),
    backupMs,
    restoreMs,
    countsDiffer,
  }
}
