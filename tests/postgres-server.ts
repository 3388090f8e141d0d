// A PostgreSQL server of our own, in a folder of its own, that ends with us.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { postgresPrograms } from './postgres-programs.ts'

/** A running server. */
export interface PostgresServer {
  /** Make a database that nobody else uses, and give its address. */
  createDatabase(): Promise<string>
  stop(): void
}

/** Start a server with an empty cluster; nothing when PostgreSQL cannot be had here. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const bin = postgresPrograms()
  if (bin === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'crm-postgres-'))
  const someone = otherUser(folder)
  const data = join(folder, 'data')
  const run = (name: string, ...words: string[]) => {
    const [first, ...rest] = [...someone, join(bin, name), ...words]
    execFileSync(first!, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }

  run('initdb', '-D', data, '-U', 'crm', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N')
  const port = await freePort()
  const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200']
  const sockets = process.platform === 'win32' ? [] : [`unix_socket_directories=${folder}`]
  const given = [...settings, ...sockets, `port=${port}`, 'listen_addresses=127.0.0.1']
  const options = given.map((setting) => `-c ${setting}`).join(' ')
  run('pg_ctl', '-s', '-w', '-D', data, '-l', join(folder, 'log'), '-o', options, 'start')
  const stop = () => {
    if (!existsSync(folder)) return
    run('pg_ctl', '-s', '-m', 'immediate', '-D', data, 'stop')
    rmSync(folder, { recursive: true, force: true })
  }
  if (process.platform !== 'win32') stopAfterUs([...someone, join(bin, 'pg_ctl')], data, folder)

  const address = (database: string) => `postgres://crm@127.0.0.1:${port}/${database}`
  let next = 1
  return {
    async createDatabase() {
      const name = `crm_${next++}`
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return address(name)
    },
    stop,
  }
}

/** PostgreSQL refuses to run as root; then it runs as its own user, or as nobody. */
function otherUser(folder: string): string[] {
  if (process.getuid?.() !== 0) return []
  const idOf = (user: string) =>
    ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' })))
  const [uid, gid] = firstThatWorks(['postgres', 'nobody'], idOf) as [number, number]
  chownSync(folder, uid, gid)
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
}

function firstThatWorks<A, B>(candidates: readonly A[], attempt: (candidate: A) => B): B {
  for (const candidate of candidates.slice(0, -1)) {
    try {
      return attempt(candidate)
    } catch {}
  }
  return attempt(candidates.at(-1)!)
}

/** A shell that waits for our end, even a violent one, and then cleans up. */
function stopAfterUs(control: readonly string[], data: string, folder: string): void {
  const stop = [...control, '-s', '-m', 'immediate', '-D', data, 'stop'].map(quoted).join(' ')
  const script = `while kill -0 ${process.pid} 2>/dev/null && [ -d ${quoted(data)} ]; do sleep 1; done
    [ -d ${quoted(data)} ] && ${stop}; rm -rf ${quoted(folder)}`
  spawn('sh', ['-c', script], { cwd: '/', detached: true, stdio: 'ignore' }).unref()
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
