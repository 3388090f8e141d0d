// Ten thousand numbers are put into a store; then somebody with a copy of all its tables looks for them.
import { LocalDate } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import type { CipherSuite, KeyService, Store } from '@crm/server'
import { migrations, openVault, sealedStore } from '@crm/server'
import { intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { sql } from 'kysely'
import { customerSink } from '../../../packages/server/src/customers/sink.ts'
import { accountSink } from '../../../packages/server/src/holdings/sink.ts'
import { bruteForce, lastFoursIn, numbersIn } from './dump-attack.ts'
import { type SwapOutcome, swapValues } from './swaps.ts'
import { chance } from './tamper.ts'

/** What an attacker found, and what the bank still finds. */
export interface PlantedOutcome {
  readonly planted: number
  readonly inDump: number
  readonly lastFours: number
  readonly guesses: number
  readonly guessed: number
  readonly namesIndexed: number
  readonly found: number
  readonly swaps: SwapOutcome
}

/** Rotation under the same book. */
export interface PlantedStore {
  readonly store: Store
  readonly identifiers: readonly string[]
  readonly rowsPerSecond: number
  readonly close: () => Promise<void>
}

const digits = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 10)).join('')

/** What a planted store is made of, where it is not one in memory with the international suite. */
export interface PlantOptions {
  readonly suite?: CipherSuite
  readonly service?: KeyService
  /** An empty store with its schema in place. */
  readonly into?: Store
}

/** A store with so many customers, each with an ID, a phone and a card. */
export async function plantStore(
  customers: number,
  { suite = intlSuite, service = memoryKeyService(), into }: PlantOptions = {},
): Promise<PlantedStore> {
  const bare = into ?? ((await openMemoryStore({ migrations })) as Store)
  const vault = openVault({ service, suite })
  const store = sealedStore(bare, vault)
  const bankId = bank.id
  await store.db
    .insertInto('bank')
    .values({ bank_id: bankId, name: bank.name, currency: 'CNY', business_date: '2026-03-05' })
    .execute()
  await store.db
    .insertInto('branch')
    .values({ bank_id: bankId, branch_id: 'brn_town', name: '城关支行' })
    .execute()
  const random = chance(5)
  const identifiers: string[] = []
  const opened = LocalDate.parse('2020-01-01')
  const began = performance.now()
  for (let at = 0; at < customers; at += 1_000) {
    const size = Math.min(1_000, customers - at)
    const people = Array.from({ length: size }, (_, n) => {
      const idNumber = `51${digits(random, 15)}X`
      const phone = `1${3 + Math.floor(random() * 7)}${digits(random, 9)}`
      const card = `62${digits(random, 17)}`
      identifiers.push(idNumber, phone, card)
      return { key: `cus_${at + n}`, idNumber, phone, card }
    })
    const keys = await vault.ready(store.db, bankId)
    await store.transaction(
      async (db) => {
        const context = {
          db,
          bankId,
          keys,
          sourceName: 'proof',
          at: '2026-03-05T01:00:00.000Z' as never,
          idOf: async (prefix: string, key: string) =>
            key.startsWith(prefix) ? key : `${prefix}_${key}`,
          refuse: () => undefined,
          warn: () => undefined,
          isPromised: () => false,
          dry: false,
        }
        const drafted = people.map(({ key, idNumber, phone }, n) => ({
          line: n,
          seq: n,
          draft: {
            key,
            kind: 'person',
            name: '王芳',
            idNumber,
            phone,
            birthdayCalendar: 'solar',
            branchKey: 'brn_town',
            openedOn: opened,
            status: 'active',
          },
        }))
        await customerSink(drafted as never, context)
        const accounts = people.map(({ key, card }, n) => ({
          line: n,
          seq: n,
          draft: {
            key: `acc_${at + n}`,
            ownerKey: key,
            number: card,
            kind: 'savings',
            product: '',
            currency: 'CNY',
            branchKey: 'brn_town',
            openedOn: opened,
            status: 'open',
          },
        }))
        await accountSink(accounts as never, context)
      },
      { deadline: 60_000 },
    )
  }
  const rowsPerSecond = Math.round((customers * 2 * 1_000) / (performance.now() - began))
  return { store, identifiers, rowsPerSecond, close: () => bare.close() }
}

/** Every table of a store as text. */
export async function dumpOf(store: Store): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`select table_name as name
    from information_schema.tables where table_schema = 'public'`.execute(store.db)
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: string
    }>`select t::text as row from ${sql.table(name)} as t`.execute(store.db)
    parts.push(rows.map(({ row }) => row).join('\n'))
  }
  return parts.join('\n')
}

/** How many of these numbers a search through the indexes finds. */
export async function findEach(store: Store, identifiers: readonly string[]): Promise<number> {
  const keys = await store.vault.ready(store.db, bank.id)
  let found = 0
  for (let at = 0; at < identifiers.length; at += 300) {
    const some = identifiers.slice(at, at + 300)
    const by = (field: 'idNumber' | 'phone' | 'accountNumber', nth: number) =>
      some.filter((_, n) => (at + n) % 3 === nth).flatMap((text) => keys.lookups(field, text))
    const { rows } = await sql<{ n: number }>`
      select ((select count(*) from customer where bank_id = ${bank.id}
          and id_number_index = any(${by('idNumber', 0)}::text[]))
        + (select count(*) from customer where bank_id = ${bank.id}
          and phone_index = any(${by('phone', 1)}::text[]))
        + (select count(*) from account where bank_id = ${bank.id}
          and number_index = any(${by('accountNumber', 2)}::text[])))::int as n`.execute(store.db)
    found += rows[0]?.n ?? 0
  }
  return found
}

/** Every value that something is found by. */
async function indexesOf(store: Store): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ value: string }>`
    select unnest(array[id_number_index, phone_index, phone_tail]) as value from customer
    union select unnest(array[number_index, number_tail]) from account`.execute(store.db)
  return new Set(rows.map(({ value }) => value).filter(Boolean))
}

/** Columns that find a name by the whole of it, under a key: names repeat, and would tell by how often. */
async function namesIndexed(store: Store): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n
    from information_schema.columns where table_schema = 'public'
      and column_name ~ 'name.*_(index|tail)$'`.execute(store.db)
  return rows[0]?.n ?? -1
}

/** Plant, dump, look, guess, move about, and search. */
export async function searchDump(
  identifiers = 10_000,
  suite: CipherSuite = intlSuite,
  seed = 1,
): Promise<PlantedOutcome> {
  const {
    store,
    identifiers: numbers,
    close,
  } = await plantStore(Math.ceil(identifiers / 3), {
    suite,
  })
  const dump = await dumpOf(store)
  const wrapped = await store.db.selectFrom('data_key').select(['key_id', 'wrapped']).execute()
  const keys = [bank.id, 'crm', '', ...wrapped.flatMap(({ key_id, wrapped }) => [key_id, wrapped])]
  const guessed = bruteForce(await indexesOf(store), numbers, { keys, bankId: bank.id })
  const outcome = {
    planted: numbers.length,
    inDump: numbersIn(dump, numbers),
    lastFours: lastFoursIn(dump, numbers),
    guesses: guessed.tried,
    guessed: guessed.hits,
    namesIndexed: await namesIndexed(store),
    found: await findEach(store, numbers),
    swaps: await swapValues(store, { swaps: 1_000, random: chance(seed) }),
  }
  await close()
  return outcome
}
