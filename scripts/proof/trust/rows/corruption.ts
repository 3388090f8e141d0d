import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chenBo, principalOf } from '@crm/core/fixtures'
import { createServer, migrate, migrations, Soundness, type Store } from '@crm/server'
import { checkStore, openEmbeddedStore, openPostgresStore, watchStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { checkPages } from '../../../../packages/server/src/node/soundness/check-pages.ts'
import { all, atMost, known, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { anyFlip, type Flip, flip, type RelationFile } from '../bit-flips.ts'
import { type Cluster, makeCluster } from '../cluster.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

interface NamedFile extends RelationFile {
  readonly name: string
}

/** Tables, their indexes and what lies outside their rows, with something in them. */
async function relationFiles(store: Store): Promise<NamedFile[]> {
  const { rows } = await sql<NamedFile>`
    select c.relname::text as name, pg_relation_filepath(c.oid) as file, (pg_relation_size(c.oid) / 8192)::int as pages
    from pg_class c
    where c.relkind in ('r', 'i', 't') and pg_relation_size(c.oid) > 0
      and c.oid >= 16384 order by c.relname`.execute(store.db)
  return [...rows]
}

async function fill(store: Store): Promise<NamedFile[]> {
  await migrate(store, migrations)
  await plantCast(store)
  const files = await relationFiles(store)
  await store.close()
  return files
}

const TOGETHER = 10

/** Every page looked at, with ten bits turned over each time: how many were found, each by its page. */
async function scan(folder: string, files: readonly RelationFile[], flips: number, seed: number) {
  const random = chance(seed)
  let found = 0
  let falseAlarms = 0
  for (let turn = 0; turn < flips; turn += TOGETHER) {
    const some = new Map<string, Flip>()
    while (some.size < TOGETHER) {
      const one = anyFlip(files, random)
      some.set(`${one.file} ${Math.floor(one.at / 8_192)}`, one)
    }
    for (const one of some.values()) flip(folder, one)
    const { faults } = await checkPages(folder)
    const named = faults.filter(({ file, page }) => some.has(`${file} ${page}`)).length
    found += named
    falseAlarms += faults.length - named
    for (const one of some.values()) flip(folder, one)
  }
  return { found, falseAlarms: falseAlarms + (await checkPages(folder)).faults.length }
}

/** The server over a damaged store: what it says to a write and to a read, and how soon it alarms. */
async function serve(store: Store, check: { folder?: string; connect?: string; bin?: string }) {
  const soundness = new Soundness()
  let alarmedMs = -1
  const began = performance.now()
  const server = createServer({
    store,
    soundness,
    authenticate: async () => principalOf(chenBo),
    log: { error: () => undefined },
    onSecurityEvent: ({ kind }) => {
      if (kind === 'store-damaged') alarmedMs = Math.round(performance.now() - began)
    },
  })
  const faults: unknown[] = []
  const watch = watchStore({ store, soundness, ...check, onFault: (fault) => faults.push(fault) })
  await watch.stop()
  if (faults.length > 0) throw faults[0]
  const call = (path: string, method: string) =>
    server.fetch(new Request(`https://bank.test${path}`, { method }))
  const write = await call('/reminders/rem_1/close', 'POST')
  const { code } = (await write.json()) as { code: string }
  const read = await call('/access/me', 'GET')
  await store.close()
  // Where the damage is in what every call needs, the call meets it before it is refused.
  const refused = ['store.read_only', 'store.corrupted'].includes(code)
  return { alarmedMs, refused, reads: read.status === 200 }
}

async function onServer(cluster: Cluster, turns: number, seed: number): Promise<ProofLine[]> {
  const { bin, connect, data } = cluster
  cluster.start()
  const files = await fill(openPostgresStore({ connect }))
  cluster.stop()
  const scanned = await scan(data, files, 100, seed)
  cluster.start()
  const sound = openPostgresStore({ connect, deadline: 60_000 })
  const mistaken = await checkStore({ store: sound, connect, bin })
  await sound.close()
  cluster.stop()
  const random = chance(seed + 1)
  let found = 0
  let refused = 0
  let slowest = 0
  for (let turn = 0; turn < turns; turn++) {
    const one = anyFlip(files, random)
    flip(data, one)
    cluster.start()
    const served = await serve(openPostgresStore({ connect, deadline: 60_000 }), { connect, bin })
    if (served.alarmedMs >= 0) found += 1
    if (served.refused) refused += 1
    slowest = Math.max(slowest, served.alarmedMs)
    cluster.stop()
    flip(data, one)
  }
  return [
    all('R12 PostgreSQL, stopped: turned bits found by their page', scanned.found, 100),
    zero('R12 PostgreSQL, stopped: false alarms', scanned.falseAlarms, 'pages'),
    zero('R12 PostgreSQL, running: a sound store called damaged', mistaken ? 1 : 0, 'times'),
    all('R12 PostgreSQL, running: turned bits found by the look-through', found, turns),
    all('R12 PostgreSQL, running: writes refused after it', refused, turns),
    timing(atMost('R12 PostgreSQL: from the look to the alarm', slowest, 60_000, 'ms')),
  ]
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const home = mkdtempSync(join(tmpdir(), 'crm-flips-'))
  const folder = join(home, 'bank')
  const open = () => openEmbeddedStore({ folder, deadline: 60_000 })
  const files = await fill(await open())
  const scanned = await scan(folder, files, 100, seed)
  // Not in what every call reads: who they are is then told by nobody.
  const movements = files.filter(({ name }) => name.startsWith('movement'))
  flip(folder, anyFlip(movements, chance(seed + 2)))
  const served = await serve(await open(), { folder })
  rmSync(home, { recursive: true, force: true })
  const cluster = await makeCluster()
  try {
    return [
      known('R12 files of tables and indexes that bits were turned over in', files.length, 'files'),
      all('R12 PGlite: turned bits found by their page', scanned.found, 100),
      zero('R12 PGlite: false alarms', scanned.falseAlarms, 'pages'),
      all('R12 PGlite: writes refused, reads answered', served.refused && served.reads ? 1 : 0, 1),
      timing(atMost('R12 PGlite: from the look to the alarm', served.alarmedMs, 60_000, 'ms')),
      ...(cluster
        ? await onServer(cluster, full ? 50 : 3, seed)
        : [notRun('R12 PostgreSQL', 'its programs are not here')]),
    ]
  } finally {
    cluster?.remove()
  }
}

export const proof: TrustProof = { rows: ['R12'], run }
