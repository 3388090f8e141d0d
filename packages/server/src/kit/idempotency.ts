import { type Endpoint, kitErrors } from '@crm/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { canonical, sha256 } from './digest.ts'
import type { BankKeys } from './keys/bank-keys.ts'
import { readSealed } from './keys/sealed.ts'

/** Whose write this is, and what tells it from any other. */
export interface WriteKey {
  readonly bankId: string
  readonly actorId: string
  readonly route: string
  readonly key: string
  readonly fingerprint: string
}

/** What a finished write answered. */
export interface StoredAnswer {
  readonly status: number
  readonly body: unknown
  readonly version?: number | undefined
}

/** Read the caller's key and fingerprint the request, so that one key serves one request only. */
export async function writeKey(
  request: Request,
  endpoint: Endpoint,
  who: { readonly bankId: string; readonly staffId: string },
  input: unknown,
): Promise<WriteKey> {
  const key = request.headers.get('idempotency-key')
  if (key === null) throw kitErrors.keyMissing()
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw kitErrors.keyInvalid()
  const route = `${endpoint.method} ${endpoint.path}`
  const ifMatch = request.headers.get('if-match')
  const fingerprint = await sha256(canonical({ route, input, ifMatch }))
  return { bankId: who.bankId, actorId: who.staffId, route, key, fingerprint }
}

/**
 * Take the key inside the business transaction, or learn what the first request answered. A second
 * request with the same key waits for the first: it either committed (its answer comes back) or was
 * rolled back and left no trace (this one runs).
 *
 * @throws `write.key_reused`, `write.key_running`
 */
export async function takeKey(
  tx: Transaction<Database>,
  keys: BankKeys,
  key: WriteKey,
  at: string,
): Promise<StoredAnswer | undefined> {
  const taken = await tx
    .insertInto('idempotency_key')
    .values({
      bank_id: key.bankId,
      actor_id: key.actorId,
      route: key.route,
      key: key.key,
      fingerprint: key.fingerprint,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows === 1n) return undefined

  const first = await tx
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'status', 'body', 'version'])
    .where('bank_id', '=', key.bankId)
    .where('actor_id', '=', key.actorId)
    .where('route', '=', key.route)
    .where('key', '=', key.key)
    .executeTakeFirst()
  if (!first || first.status === null) throw kitErrors.keyRunning()
  if (first.fingerprint !== key.fingerprint) throw kitErrors.keyReused()
  return {
    status: first.status,
    body: openBody(keys, key, first.body),
    version: first.version ?? undefined,
  }
}

const placeOfBody = ({ actorId, route, key }: WriteKey) => ({
  table: 'idempotency_key',
  column: 'body',
  rowId: `${actorId}|${route}|${key}`,
})

/** An answer may hold customers' data: it is kept sealed, as a JSON string of sealed text. */
function keptBody(keys: BankKeys, key: WriteKey, body: unknown): string {
  const text = JSON.stringify(body)
  return keys.seals ? JSON.stringify(keys.sealField(placeOfBody(key), text)) : text
}

function openBody(keys: BankKeys, key: WriteKey, body: unknown): unknown {
  if (typeof body !== 'string' || !readSealed(body)) return body
  return JSON.parse(keys.openField(placeOfBody(key), body))
}

/** Keep the answer beside the key, in the same transaction. */
export async function keepAnswer(
  tx: Transaction<Database>,
  keys: BankKeys,
  key: WriteKey,
  answer: StoredAnswer,
): Promise<void> {
  await tx
    .updateTable('idempotency_key')
    .set({
      status: answer.status,
      body: keptBody(keys, key, answer.body),
      version: answer.version ?? null,
    })
    .where('bank_id', '=', key.bankId)
    .where('actor_id', '=', key.actorId)
    .where('route', '=', key.route)
    .where('key', '=', key.key)
    .execute()
}

/** The version an If-Match header names: `"v3"`. */
export function expectedVersion(request: Request): number {
  const header = request.headers.get('if-match')
  if (header === null) throw kitErrors.versionMissing()
  const match = /^"v(\d{1,9})"$/.exec(header)
  if (!match) throw kitErrors.versionMissing()
  return Number(match[1])
}
