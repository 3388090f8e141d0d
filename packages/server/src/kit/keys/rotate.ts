import { sql } from 'kysely'
import type { Store } from '../store/store.ts'
import type { DataPurpose } from './bank-keys.ts'
import { createDataKey, LIST_MS } from './vault.ts'

/** How a rotation is run. */
export interface RotationOptions {
  readonly bankId: string
  /**
   * `customer`: what seals the customers' own keys, and with them everything of theirs. `index`: what
   * values are found by. `field`: stored answers and rejected cells; `audit`: the audit's marks.
   */
  readonly purpose: Exclude<DataPurpose, 'row'>
  readonly now: () => string
  /** Wait this long; other processes learn of a new key meanwhile. */
  readonly wait?: (milliseconds: number) => Promise<void>
  /** Rows a transaction; 1,000 unless told otherwise. */
  readonly batch?: number
  /** Seals again what an index rotation concerns: `sealBank` of the server. */
  readonly reseal: (
    store: Store,
    options: { readonly bankId: string; readonly batch?: number; readonly signal?: AbortSignal },
  ) => Promise<number>
  /**
   * Make a new master key first and destroy the old one at the end: what was shredded before is then
   * beyond recovery in every backup too.
   */
  readonly destroyMaster?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (rows: number) => void
}

/** What a rotation did. */
export interface Rotation {
  readonly from: string
  readonly to: string
  readonly rows: number
}

const SETTLE = 2 * LIST_MS

/**
 * Put a new data key in place of the active one, under load: the new key first opens, then seals, then
 * everything moves over, then the old one is destroyed. Stopped anywhere, a second call goes on.
 */
export async function rotateKeys(store: Store, options: RotationOptions): Promise<Rotation> {
  const { bankId, purpose, reseal, signal } = options
  const { vault } = store
  const { service, suite } = vault
  if (!service || !suite) throw new Error('there are no keys to rotate')
  const wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)))
  await vault.ready(store.db, bankId)

  const before = await keysOf(store, options)
  const unfinished = before.find(({ status }) => status === 'standby' || status === 'retiring')
  const active = before.find(({ status }) => status === 'active')!
  if (!unfinished) {
    if (options.destroyMaster) await service.rotate(purpose === 'customer' ? 'customer' : 'data')
    const version = Math.max(...before.map((key) => key.version)) + 1
    await createDataKey(
      store.db,
      { service, suite },
      { bankId, purpose, version, status: 'standby' },
    )
  }
  if (!unfinished || unfinished.status === 'standby') {
    vault.forget()
    await wait(SETTLE)
    await activate(store, options)
    vault.forget()
    await wait(SETTLE)
  }
  const keys = await keysOf(store, options)
  const to = keys.find(({ status }) => status === 'active')!
  const from = keys.find(({ status }) => status === 'retiring') ?? active
  const rows =
    purpose === 'customer'
      ? await rewrapCustomerKeys(store, options, to.key_id)
      : purpose === 'index'
        ? await reseal(store, options)
        : 0
  signal?.throwIfAborted()
  await retire(store, options, from)
  vault.forget()
  return { from: from.key_id, to: to.key_id, rows }
}

const keysOf = (store: Store, { bankId, purpose }: RotationOptions) =>
  store.db
    .selectFrom('data_key')
    .select(['key_id', 'version', 'status', 'master_key_id'])
    .where('bank_id', '=', bankId)
    .where('purpose', '=', purpose)
    .where('status', 'not in', ['destroyed', 'kept'])
    .orderBy('version')
    .execute()

/** One moment the old key seals, the next the new one: never both, never none. */
const activate = (store: Store, { bankId, purpose }: RotationOptions) =>
  sql`update data_key set status = case status when 'active' then 'retiring' else 'active' end
    where bank_id = ${bankId} and purpose = ${purpose} and status in ('active', 'standby')
      and exists (select 1 from data_key as next where next.bank_id = ${bankId}
        and next.purpose = ${purpose} and next.status = 'standby')`.execute(store.db)

/** Seal every customer's own key under the active data key. The customers' values stay as they are. */
async function rewrapCustomerKeys(
  store: Store,
  { bankId, batch = 1_000, signal, onProgress }: RotationOptions,
  to: string,
): Promise<number> {
  let after = ''
  let rows = 0
  for (;;) {
    signal?.throwIfAborted()
    const keys = await store.vault.ready(store.db, bankId)
    const page = await store.db
      .selectFrom('customer_key')
      .select(['customer_id', 'wrapped'])
      .where('bank_id', '=', bankId)
      .where('customer_id', '>', after)
      .where('wrapped', 'not like', `v1.%.${to}.%`)
      .orderBy('customer_id')
      .limit(batch)
      .execute()
    if (page.length === 0) return rows
    const fresh = page.map(({ customer_id, wrapped }) => ({
      customer_id,
      was: wrapped,
      wrapped: keys.wrapCustomerKey(keys.customerKey(customer_id, wrapped)),
    }))
    await store.transaction(
      (tx) =>
        sql`update customer_key as t set wrapped = r.wrapped
          from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
            as r(customer_id text, was text, wrapped text)
          where t.bank_id = ${bankId} and t.customer_id = r.customer_id and t.wrapped = r.was`.execute(
          tx,
        ),
      { deadline: 60_000 },
    )
    rows += page.length
    after = page.at(-1)!.customer_id
    onProgress?.(rows)
  }
}

/**
 * What nothing is sealed under any more is destroyed. Marks of the audit and stored answers outlive
 * their key's turn: those keys are kept to check and to open.
 */
async function retire(
  store: Store,
  { bankId, purpose, destroyMaster }: RotationOptions,
  from: { readonly key_id: string; readonly master_key_id: string },
): Promise<void> {
  const kept = purpose === 'audit' || purpose === 'field'
  await store.db
    .updateTable('data_key')
    .set(kept ? { status: 'kept' } : { status: 'destroyed', wrapped: '' })
    .where('bank_id', '=', bankId)
    .where('key_id', '=', from.key_id)
    .where('status', '=', 'retiring')
    .execute()
  if (!destroyMaster || kept) return
  const others = await store.db
    .selectFrom('data_key')
    .select('key_id')
    .where('master_key_id', '=', from.master_key_id)
    .where('status', '!=', 'destroyed')
    .executeTakeFirst()
  if (!others) await store.vault.service?.destroy(from.master_key_id)
}
