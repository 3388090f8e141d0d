import { keyErrors } from '@crm/core'
import type { Kysely } from 'kysely'
import type { Database } from '../../database.ts'
import { BankKeys, type DataKey, type DataPurpose, dataPurposes } from './bank-keys.ts'
import type { KeyPurpose, KeyService } from './key-service.ts'
import type { CipherSuite, KeyHandle } from './suite.ts'

/** Gives out the keys of a bank, unwrapped and ready. */
export interface Vault {
  /** False where values are kept as they are: in tests of a page, never in production. */
  readonly seals: boolean
  /** Absent where nothing is sealed. */
  readonly service?: KeyService
  /** What new values are sealed with. */
  readonly suite?: CipherSuite
  /**
   * The bank's keys, made when there are none yet. Ask before a transaction begins: it may read.
   *
   * @throws `keys.service_unavailable` once the keys in memory are older than they may be
   * @throws `keys.key_missing` where the only key for a purpose was destroyed
   */
  ready(db: Kysely<Database>, bankId: string): Promise<BankKeys>
  /** Forget what is in memory, as after a rotation. */
  forget(): void
}

/** How a vault is made. */
export interface VaultOptions {
  readonly service: KeyService
  /** What new values are sealed with. */
  readonly suite: CipherSuite
  /** What else may still have to be opened, as after a change of suite. */
  readonly alsoOpens?: readonly CipherSuite[]
  /** How long keys stay in memory, in milliseconds; a dead key service stops everything after it. */
  readonly rememberMs?: number
  /** Milliseconds on a clock that only runs forward. */
  readonly clock?: () => number
}

/** Five minutes: what an outage of the key service may take before everything closes (R38). */
const REMEMBER_MS = 300_000
/** How long the list of keys is taken as known: a new key is known everywhere by then. */
export const LIST_MS = 5_000

const masterOf: Readonly<Record<DataPurpose, KeyPurpose>> = {
  customer: 'customer',
  field: 'data',
  index: 'data',
  row: 'data',
  audit: 'data',
}

interface Unwrapped {
  readonly key: KeyHandle
  readonly suite: CipherSuite
  readonly at: number
}

interface Known {
  readonly listedAt: number
  /** Which keys, in which state: another mark means other keys. */
  readonly mark: string
  readonly keys: BankKeys
}

type Row = Awaited<ReturnType<typeof read>>[number]

/** A vault over a key service: what it seals opens only with the bank's master keys. */
export function openVault(options: VaultOptions): Vault {
  const { service, suite, alsoOpens = [], rememberMs = REMEMBER_MS } = options
  const clock = options.clock ?? (() => performance.now())
  const suites = [suite, ...alsoOpens]
  const known = new Map<string, Known>()
  const running = new Map<string, Promise<BankKeys>>()
  const unwrapped = new Map<string, Unwrapped>()

  /** From half its age a key is fetched anew; the old one serves until it is too old. */
  async function unwrap(row: Row): Promise<Unwrapped> {
    const name = `${row.bank_id}|${row.key_id}|${row.wrapped}`
    const held = unwrapped.get(name)
    const age = held ? clock() - held.at : Number.POSITIVE_INFINITY
    if (held && age < rememberMs / 2) return held
    const own = suites.find((one) => one.name === row.suite)
    if (!own) throw keyErrors.suiteMissing(row.suite)
    try {
      const bytes = await service.unwrap(
        { keyId: row.master_key_id, wrapped: row.wrapped },
        contextOf(row.bank_id, row.purpose, row.key_id),
      )
      // The same key keeps its handle, and with it whatever was made ready before.
      const made = { suite: own, key: held?.key ?? own.prepare(bytes), at: clock() }
      unwrapped.set(name, made)
      return made
    } catch (error) {
      if (held && age < rememberMs) return held
      unwrapped.delete(name)
      throw error
    }
  }

  async function load(db: Kysely<Database>, bankId: string, justMade = false): Promise<BankKeys> {
    const rows = await read(db, bankId)
    const missing = dataPurposes.filter(
      (purpose) => !rows.some((row) => row.purpose === purpose && row.status === 'active'),
    )
    if (missing.length > 0) {
      // A key that was destroyed keeps its name: no new one comes in its place unasked.
      if (justMade) throw keyErrors.keyMissing(missing.join(' '))
      for (const purpose of missing)
        await createDataKey(db, { service, suite }, { bankId, purpose, version: 1 })
      return load(db, bankId, true)
    }
    const keys: DataKey[] = []
    for (const row of rows)
      keys.push({
        id: row.key_id,
        purpose: row.purpose as DataPurpose,
        version: row.version,
        active: row.status === 'active',
        ...(await unwrap(row)),
      })
    const mark = rows.map(({ key_id, status, wrapped }) => `${key_id} ${status} ${wrapped}`).join()
    const before = known.get(bankId)
    const made = before?.mark === mark ? before.keys : new BankKeys(bankId, keys, suites)
    known.set(bankId, { keys: made, mark, listedAt: clock() })
    return made
  }

  return {
    seals: true,
    service,
    suite,
    async ready(db, bankId) {
      const found = known.get(bankId)
      if (found && clock() - found.listedAt < LIST_MS) return found.keys
      const loading = running.get(bankId) ?? load(db, bankId).finally(() => running.delete(bankId))
      running.set(bankId, loading)
      return loading
    },
    forget() {
      known.clear()
      unwrapped.clear()
    },
  }
}

const read = (db: Kysely<Database>, bankId: string) =>
  db
    .selectFrom('data_key')
    .selectAll()
    .where('bank_id', '=', bankId)
    .where('status', '!=', 'destroyed')
    .orderBy('purpose')
    .orderBy('version')
    .execute()

/** What a wrapped data key is bound to. */
const contextOf = (bankId: string, purpose: string, keyId: string): string =>
  `crm.data-key|${bankId}|${purpose}|${keyId}`

/** A data key to be made. `standby` opens already and does not seal yet. */
export interface NewDataKey {
  readonly bankId: string
  readonly purpose: DataPurpose
  readonly version: number
  readonly status?: 'active' | 'standby'
}

/** Make a data key for a purpose; the same version made twice at once is made once. */
export async function createDataKey(
  db: Kysely<Database>,
  { service, suite }: { readonly service: KeyService; readonly suite: CipherSuite },
  { bankId, purpose, version, status = 'active' }: NewDataKey,
): Promise<string> {
  const key_id = `${purpose}-${version}`
  const context = contextOf(bankId, purpose, key_id)
  const { keyId, wrapped } = await service.wrap(masterOf[purpose], suite.newKey(), context)
  await db
    .insertInto('data_key')
    .values({
      bank_id: bankId,
      key_id,
      purpose,
      version,
      suite: suite.name,
      master_key_id: keyId,
      wrapped,
      status,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return key_id
}

/** Keeps everything as it is: no key, nothing hidden. For tests and demonstrations in a page. */
export const clearVault: Vault = {
  seals: false,
  ready: async (_db, bankId) => new BankKeys(bankId, [], []),
  forget: () => undefined,
}
