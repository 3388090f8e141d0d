// A PostgreSQL cluster of our own that can be stopped, damaged, filled up and started again.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresPrograms } from '../../../tests/postgres-programs.ts'
import { freePort, otherUser } from './postgres-drill.ts'

/** A cluster on this machine, with checksums on its pages. */
export interface Cluster {
  readonly bin: string
  readonly data: string
  /** `postgres://…` of its superuser. */
  readonly connect: string
  readonly start: (settings?: readonly string[]) => void
  readonly stop: (how?: 'fast' | 'immediate') => void
  /** Stop it and take everything away. */
  readonly remove: () => void
}

/**
 * Make a cluster, stopped. Nothing where PostgreSQL cannot be had.
 *
 * @param place where its data goes; its log for the disk (`pg_wal`) always lies elsewhere
 */
export async function makeCluster(place?: string): Promise<Cluster | undefined> {
  const bin = postgresPrograms()
  if (bin === undefined) return undefined
  const root = mkdtempSync(join(tmpdir(), 'crm-cluster-'))
  const home = place ?? root
  const { prefix, own } = otherUser()
  mkdirSync(join(root, 'wal'))
  own(root)
  own(home)
  const data = join(home, 'data')
  const run = (name: string, ...words: string[]) => {
    const [first, ...rest] = [...prefix, join(bin, name), ...words]
    execFileSync(first!, rest, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const how = ['-U', 'crm', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-k', '-N']
  run('initdb', '-D', data, '-X', join(root, 'wal', 'log'), ...how)
  const port = await freePort()
  const log = join(root, 'server.log')
  const stop: Cluster['stop'] = (mode = 'fast') => {
    if (existsSync(join(data, 'postmaster.pid')))
      run('pg_ctl', '-s', '-m', mode, '-D', data, 'stop')
  }
  return {
    bin,
    data,
    connect: `postgres://crm@127.0.0.1:${port}/postgres`,
    start(settings = []) {
      const given = [
        `port=${port}`,
        'listen_addresses=127.0.0.1',
        `unix_socket_directories=${root}`,
        ...settings,
      ]
      const options = given.map((one) => `-c ${one}`).join(' ')
      run('pg_ctl', '-s', '-w', '-t', '60', '-D', data, '-l', log, '-o', options, 'start')
    },
    stop,
    remove() {
      try {
        stop('immediate')
      } catch {
        // It may have ended by itself: its disk was full, its pages were spoilt.
      }
      spawnSync('rm', ['-rf', data])
      rmSync(root, { recursive: true, force: true })
    },
  }
}
