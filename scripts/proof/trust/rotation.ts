// Keys are replaced while readers and writers go on; the work is stopped in the middle and taken up again.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isCrmError } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import {
  migrate,
  migrations,
  openVault,
  type RotationOptions,
  rotateKeys,
  type Store,
  sealBank,
  sealedStore,
} from '@crm/server'
import { intlSuite, memoryKeyService, openPostgresStore } from '@crm/server/node'
import { sql } from 'kysely'
import { findEach, type PlantedStore, plantStore } from './planted.ts'

/** What a rotation under load showed. */
export interface RotationOutcome {
  readonly rowsPerSecond: number
  readonly reads: number
  readonly readErrors: number
  readonly writes: number
  readonly stopped: number
  readonly left: number
  /** Rows that something of is still under a former key. */
  readonly behind: number
}

const rotation = {
  bankId: bank.id,
  now: () => new Date().toISOString(),
  wait: async () => undefined,
  reseal: sealBank,
} satisfies Partial<RotationOptions>

/** An empty store on a PostgreSQL server, its schema in place. */
export async function emptyPostgres(connect: string): Promise<Store> {
  const store = openPostgresStore({ connect, deadline: 60_000 })
  await migrate(store, migrations)
  return store
}

/** Reads one customer after another and opens their phone, and saves some of them, until it is told to stop. */
function load(store: Store, customers: number) {
  const seen = { reads: 0, readErrors: 0, writes: 0 }
  let running = true
  const readOne = async (at: number) => {
    const row = await store.db
      .selectFrom('customer')
      .innerJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
      .select(['customer.customer_id', 'phone', 'wrapped'])
      .where('customer.customer_id', '=', `cus_${at % customers}`)
      .executeTakeFirstOrThrow()
    const keys = await store.vault.ready(store.db, bank.id)
    const own = keys.customerKey(row.customer_id, row.wrapped)
    const place = { table: 'customer', column: 'phone', rowId: row.customer_id }
    if (!/^\d{11}$/.test(keys.openOwn(own, place, row.phone ?? '') ?? ''))
      throw new Error('no phone')
  }
  const work = (async () => {
    for (let at = 0; running; at++) {
      seen.reads += 1
      await readOne(at * 7).catch(() => {
        seen.readErrors += 1
      })
      if (at % 10 > 0) continue
      seen.writes += 1
      await store.db
        .updateTable('customer')
        .set({ address: null })
        .where('customer_id', '=', `cus_${(at * 13) % customers}`)
        .execute()
    }
  })()
  return {
    async stop() {
      running = false
      await work
      return seen
    },
  }
}

/** Rotate the customers' and the index key of a planted book, each stopped once after its first batch. */
export async function rotateUnderLoad(planted: PlantedStore): Promise<RotationOutcome> {
  const { store, identifiers } = planted
  const customers = identifiers.length / 3
  const busy = load(store, customers)
  let stopped = 0
  const began = performance.now()
  for (const purpose of ['customer', 'index'] as const) {
    const stop = new AbortController()
    const asked = { ...rotation, batch: 2_000, purpose, signal: stop.signal }
    const reseal: typeof sealBank = (bare, options) =>
      sealBank(bare, { ...options, onBatch: async () => stop.abort() })
    await rotateKeys(store, { ...asked, reseal, onProgress: () => stop.abort() }).catch(() => {
      stopped += 1
    })
    await rotateKeys(store, { ...rotation, batch: 2_000, purpose })
  }
  const seconds = (performance.now() - began) / 1_000
  const seen = await busy.stop()
  const left = identifiers.length - (await findEach(store, identifiers))
  const rows = customers * 3
  const behind = await rowsBehind(store)
  return { rowsPerSecond: Math.round(rows / seconds), ...seen, stopped, left, behind }
}

/** Rows under a key that is no longer the one that seals. */
async function rowsBehind(store: Store): Promise<number> {
  const keys = await store.vault.ready(store.db, bank.id)
  const index = `${keys.active('index').version}.%`
  const { rows } = await sql<{ n: number }>`select (
      (select count(*) from customer_key
        where wrapped not like ${`v1.%.${keys.active('customer').id}.%`})
      + (select count(*) from customer
        where id_number_index not like ${index} or phone_index not like ${index}
          or phone_tail not like ${index})
      + (select count(*) from account
        where number_index not like ${index} or number_tail not like ${index})
    )::int as n`.execute(store.db)
  return rows[0]?.n ?? -1
}

const child = fileURLToPath(new URL('rotation-child.ts', import.meta.url))
/** Master keys that every process of this proof has. */
export const sharedKeys = () => memoryKeyService({ seed: 'rotation' })

/** A store of a rotation that is killed, with its keys. */
export const sealedPostgres = (store: Store): Store =>
  sealedStore(store, openVault({ service: sharedKeys(), suite: intlSuite }))

/** What kills in the middle of rotations showed. */
export interface KilledOutcome {
  readonly kills: number
  readonly left: number
  readonly behind: number
  readonly unopened: number
}

/** Kill the process that rotates, at random moments, until so many kills hit; then let it finish. */
export async function killRotations(
  connect: string,
  { customers, kills, random }: { customers: number; kills: number; random: () => number },
): Promise<KilledOutcome> {
  const into = await emptyPostgres(connect)
  const planted = await plantStore(customers, { into, service: sharedKeys() })
  let hit = 0
  for (let turn = 0; hit < kills && turn < kills * 4; turn++)
    if (await rotateInChild(connect, random() * 300)) hit += 1
  await rotateInChild(connect)
  const store = sealedPostgres(into)
  const left = planted.identifiers.length - (await findEach(store, planted.identifiers))
  const behind = await rowsBehind(store)
  const reader = load(store, customers)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { readErrors } = await reader.stop()
  await into.close()
  return { kills: hit, left, behind, unopened: readErrors }
}

/** Rotate in a process of its own. @returns true when it was killed before it was done */
function rotateInChild(connect: string, killAfter?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const running = fork(child, [connect], {
      execArgv: ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    running.once('message', () => {
      if (killAfter !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfter)
    })
    running.once('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL')
      else reject(new Error(`the rotation ended with ${code}`))
    })
  })
}

/** What an outage of the key service showed, in seconds of the vault's clock. */
export interface OutageOutcome {
  /** Reads refused while keys were fresh enough. */
  readonly refusedEarly: number
  readonly lastAnsweredAt: number
  /** Reads answered once the keys were too old. */
  readonly answeredLate: number
  /** A rotation that meets the outage fails by name, and is taken up afterwards. */
  readonly rotationTakenUp: boolean
}

/** Switch the key service off for ten minutes and read every second. */
export async function outage(): Promise<OutageOutcome> {
  const service = memoryKeyService()
  const planted = await plantStore(50, { service })
  let seconds = 0
  const vault = openVault({ service, suite: intlSuite, clock: () => seconds * 1_000 })
  const store = sealedStore(planted.store, vault)
  await vault.ready(store.db, bank.id)
  service.breakDown(true)
  let refusedEarly = 0
  let answeredLate = 0
  let lastAnsweredAt = 0
  for (seconds = 1; seconds <= 600; seconds++) {
    const answered = await vault.ready(store.db, bank.id).then(
      () => true,
      () => false,
    )
    if (answered) lastAnsweredAt = seconds
    if (!answered && seconds < 300) refusedEarly += 1
    if (answered && seconds > 305) answeredLate += 1
  }
  const failed = await rotateKeys(store, { ...rotation, purpose: 'customer' }).catch(
    (error: unknown) => error,
  )
  service.breakDown(false)
  const { to } = await rotateKeys(store, { ...rotation, purpose: 'customer' })
  const left = planted.identifiers.length - (await findEach(store, planted.identifiers))
  await planted.close()
  const named = isCrmError(failed) && failed.code === 'keys.service_unavailable'
  const rotationTakenUp = named && to === 'customer-2' && left === 0
  return { refusedEarly, lastAnsweredAt, answeredLate, rotationTakenUp }
}
