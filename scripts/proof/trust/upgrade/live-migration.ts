// A store of the previous release is brought to today's schema while people go on working in it.
import { migrate, migrations, type Store } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { sql } from 'kysely'
import type { PostgresServer } from '../../../../tests/postgres-server.ts'
import { pause } from '../../victim.ts'
import { killMany } from '../kills/lives.ts'

/** The last step of the schema that the previous release had. */
const PREVIOUS = migrations.findIndex(({ id }) => id === '0007-segments') + 1
const BANK = 'bnk_shiqiao'

/** What became of the work that went on. */
export interface LiveMigration {
  readonly rows: number
  readonly killed: number
  readonly requests: number
  readonly failed: number
  readonly firstFailure: string
  /** The longest that a statement stood waiting for a lock. */
  readonly lockWaitMs: number
  readonly migratedMs: number
  /** Rows that were there before and are gone, or the other way round. */
  readonly rowsDiffer: number
  /** Numbers that can be searched for by their old column alone. */
  readonly unfilled: number
  /** Columns, defaults and indexes that are not as in a store that was made today. */
  readonly schemaDiffers: number
}

/** Two customers in ten rows; the rest is what they have and what was done with them. */
async function fill(store: Store, rows: number): Promise<void> {
  const customers = Math.ceil(rows / 5)
  const work = (text: string) => sql.raw(text)
  await store.transaction(
    async (tx) => {
      for (const text of [
        `insert into bank (bank_id, name, currency, business_date)
          values ('${BANK}', '石桥农商银行', 'CNY', '2026-03-05')`,
        `insert into customer (bank_id, customer_id, kind, name, id_number, phone, branch_id,
            opened_on, source, source_key)
          select '${BANK}', 'cus_' || n, 'person', '客户' || n, '33010219800101' || lpad(n::text, 4, '0'),
            (13000000000 + n)::text, 'brn_town', '2020-01-01', 'core', n::text
          from generate_series(1, ${customers}) as n`,
        `insert into account (bank_id, customer_id, account_id, number, kind, currency, branch_id, opened_on)
          select '${BANK}', 'cus_' || n, 'acc_' || n, (6230000000000000 + n)::text, 'savings', 'CNY',
            'brn_town', '2020-01-01' from generate_series(1, ${customers}) as n`,
        `insert into movement (bank_id, customer_id, movement_id, account_id, booked_on, amount_fen,
            currency, kind)
          select '${BANK}', 'cus_' || n, 'mov_' || n, 'acc_' || n, '2026-01-01', n, 'CNY', 'cash'
          from generate_series(1, ${customers}) as n`,
        `insert into audit_event (bank_id, event_id, at, actor_id, person_id, roles, action, object_kind,
            object_id, customer_id, field_names, purpose, decision, policy_id, result, request_id)
          select '${BANK}', 'aud_' || n, now(), 'stf_chen', 'per_chen', '[]', 'customers.get', 'customer',
            'cus_' || (n / 2), 'cus_' || (n / 2), '[]', '', 'allowed', '', 'ok', ''
          from generate_series(1, ${2 * customers}) as n`,
      ])
        await work(text).execute(tx)
    },
    { deadline: 600_000 },
  )
}

interface Traffic {
  requests: number
  failed: number
  firstFailure: string
  stop: boolean
}

/** What the previous release did all day, by the columns that it knew: look up, change, put on record. */
async function work(
  store: Store,
  customers: number,
  traffic: Traffic,
  first: number,
): Promise<void> {
  for (let n = first; !traffic.stop; n++) {
    const at = 1 + ((n * 7_919) % customers)
    const id = `cus_${at}`
    traffic.requests += 1
    try {
      await sql`select customer_id, name, id_number from customer
        where bank_id = ${BANK} and phone = ${String(13_000_000_000 + at)}`.execute(store.db)
      await store.transaction(async (tx) => {
        await sql`update customer set version = version + 1, village = '石桥'
          where bank_id = ${BANK} and customer_id = ${id}`.execute(tx)
        await sql`insert into audit_event (bank_id, event_id, at, actor_id, person_id, roles, action,
            object_kind, object_id, customer_id, field_names, purpose, decision, policy_id, result, request_id)
          values (${BANK}, ${`aud_live_${n}`}, now(), 'stf_chen', 'per_chen', '[]', 'customers.get',
            'customer', ${id}, ${id}, '[]', '', 'allowed', '', 'ok', '')`.execute(tx)
        await sql`insert into outbox_event (bank_id, room, deed, subject_kind, subject_id)
          values (${BANK}, 'customers', 'change', 'customer', ${id})`.execute(tx)
      })
    } catch (error) {
      traffic.failed += 1
      traffic.firstFailure ||= String(error).slice(0, 200)
    }
    await pause(5)
  }
}

/** Look every few milliseconds who waits for a lock, and for how long by now. */
async function watchLocks(store: Store, traffic: Traffic): Promise<number> {
  let longest = 0
  while (!traffic.stop) {
    const { rows } = await sql<{ ms: number }>`
      select coalesce(max(extract(epoch from clock_timestamp() - query_start) * 1000), 0)::int as ms
      from pg_stat_activity where wait_event_type = 'Lock' and query not like '%advisory%'
        and datname = current_database()`.execute(store.db)
    longest = Math.max(longest, rows[0]?.ms ?? 0)
    await pause(10)
  }
  return longest
}

/** Columns, defaults and indexes, as the catalogue has them. */
async function schemaOf(store: Store): Promise<Set<string>> {
  const { rows } = await sql<{ part: string }>`
    select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as part
    from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select 'invalid ' || indexrelid::regclass from pg_index where not indisvalid`.execute(
    store.db,
  )
  return new Set(rows.map(({ part }) => part))
}

const countsOf = async (store: Store): Promise<string> => {
  const { rows } = await sql<{ n: string }>`
    select concat_ws(' ', (select count(*) from customer), (select count(*) from account),
      (select count(*) from movement)) as n`.execute(store.db)
  return rows[0]?.n ?? ''
}

/** Migrate under load, killed so many times in the middle and begun again. */
export async function migrateLive(
  postgres: PostgresServer,
  { rows, kills, random }: { rows: number; kills: number; random: () => number },
): Promise<LiveMigration> {
  const place = await postgres.createDatabase()
  const store = openPostgresStore({ connect: place })
  await migrate(store, migrations.slice(0, PREVIOUS))
  await fill(store, rows)
  const before = await countsOf(store)
  const traffic: Traffic = { requests: 0, failed: 0, firstFailure: '', stop: false }
  const customers = Math.ceil(rows / 5)
  const working = [1, 2, 3].map((one) => work(store, customers, traffic, one * 100_000_000))
  const watching = watchLocks(store, traffic)
  const began = performance.now()
  const killed = await killMany({
    deed: 'migrate',
    place,
    other: '',
    kills,
    within: rows / 100,
    random,
    after: async () => undefined,
  })
  const migratedMs = Math.round(performance.now() - began)
  traffic.stop = true
  await Promise.all(working)
  const lockWaitMs = await watching
  const { rows: left } = await sql<{ n: number }>`
    select ((select count(*) from customer where phone_index is distinct from phone
        or id_number_index is distinct from upper(id_number))
      + (select count(*) from account where number_index is distinct from upper(number)))::int as n`.execute(
    store.db,
  )
  const today = openPostgresStore({ connect: await postgres.createDatabase() })
  await migrate(today, migrations)
  const [old, fresh] = [await schemaOf(store), await schemaOf(today)]
  const after = await countsOf(store)
  await today.close()
  await store.close()
  return {
    rows,
    killed,
    requests: traffic.requests,
    failed: traffic.failed,
    firstFailure: traffic.firstFailure,
    lockWaitMs,
    migratedMs,
    rowsDiffer: after === before ? 0 : 1,
    unfilled: left[0]?.n ?? -1,
    schemaDiffers:
      [...old].filter((part) => !fresh.has(part)).length +
      [...fresh].filter((part) => !old.has(part)).length,
  }
}
