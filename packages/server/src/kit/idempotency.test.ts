import type { Endpoint } from '@crm/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { codeOf } from '../../../../tests/engines.ts'
import { openMigratedStore } from '../../../../tests/migrated-store.ts'
import { newSealedBank } from '../../../../tests/sealed-bank.ts'
import { expectedVersion, keepAnswer, takeKey, type WriteKey, writeKey } from './idempotency.ts'
import { BankKeys } from './keys/bank-keys.ts'
import type { Store } from './store/store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())

const endpoint = {
  method: 'POST',
  path: '/reminders',
  needs: 'reminder:write',
  returns: z.unknown(),
  errors: [],
} as const satisfies Endpoint
const who = { bankId: 'bnk_shiqiao', staffId: 'stf_chen' }
const request = (headers: Record<string, string>) => new Request('http://crm/', { headers })
const keyed = (more: Record<string, string> = {}) => request({ 'idempotency-key': 'k1', ...more })
const at = '2026-03-05T01:00:00.000Z'

describe('the key of a write', () => {
  it('names whose it is and what for', async () => {
    expect(await writeKey(keyed(), endpoint, who, { on: '2026-03-05' })).toEqual({
      bankId: 'bnk_shiqiao',
      actorId: 'stf_chen',
      route: 'POST /reminders',
      key: 'k1',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('has the fingerprint of the whole request, however its parts are ordered', async () => {
    const print = async (of: Request, input: unknown, to: Endpoint = endpoint) =>
      (await writeKey(of, to, who, input)).fingerprint
    const input = { a: 1, b: 2 }
    const first = await print(keyed(), input)
    expect(await print(keyed(), { b: 2, a: 1 })).toBe(first)
    for (const other of [
      print(keyed(), { a: 1, b: 3 }),
      print(keyed({ 'if-match': '"v1"' }), input),
      print(keyed(), input, { ...endpoint, method: 'PUT' }),
      print(keyed(), input, { ...endpoint, path: '/consents' }),
    ])
      expect(await other).not.toBe(first)
  })

  it.each([
    ['k', 'nothing went wrong'],
    ['!~', 'nothing went wrong'],
    ['k'.repeat(255), 'nothing went wrong'],
    ['k'.repeat(256), 'write.key_invalid'],
    ['', 'write.key_invalid'],
    ['two words', 'write.key_invalid'],
    ['é', 'write.key_invalid'],
    [undefined, 'write.key_missing'],
  ])('%s: %s', async (key, outcome) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
    expect(await codeOf(writeKey(request(headers), endpoint, who, {}))).toBe(outcome)
  })
})

describe('the version that a caller saw', () => {
  it.each([
    ['"v3"', 3],
    ['"v0"', 0],
    ['"v123456789"', 123_456_789],
  ])('%s is %i', (header, version) => {
    expect(expectedVersion(request({ 'if-match': header }))).toBe(version)
  })

  it.each([undefined, '', 'v3', '"3"', '"v"', '"vx"', 'W/"v3"', '"v3", "v4"', '"v1234567890"'])(
    'is not said by %s',
    (header) => {
      const said = request(header === undefined ? {} : { 'if-match': header })
      expect(() => expectedVersion(said)).toThrow(
        expect.objectContaining({ code: 'write.version_missing' }),
      )
    },
  )
})

/** A bank's write, done at most once under its key. */
async function newWrite() {
  const bank = newSealedBank(store)
  const keys = await bank.ready()
  const key: WriteKey = {
    bankId: bank.bankId,
    actorId: 'stf_chen',
    route: 'POST /reminders',
    key: 'k1',
    fingerprint: 'f1',
  }
  return {
    key,
    keys,
    take: (change: Partial<WriteKey> = {}, using = keys) =>
      store.transaction((tx) => takeKey(tx, using, { ...key, ...change }, at)),
    keep: (
      answer: Parameters<typeof keepAnswer>[3],
      change: Partial<WriteKey> = {},
      using = keys,
    ) => store.transaction((tx) => keepAnswer(tx, using, { ...key, ...change }, answer)),
    stored: () =>
      store.db
        .selectFrom('idempotency_key')
        .selectAll()
        .where('bank_id', '=', bank.bankId)
        .orderBy('key')
        .orderBy('actor_id')
        .orderBy('route')
        .execute(),
  }
}

describe('a write under a key', () => {
  it('runs the first time, and the second time has the answer of the first', async () => {
    const { take, keep, stored } = await newWrite()
    expect(await take()).toBeUndefined()
    await keep({ status: 201, body: { id: 'rem_1', phone: '13812345678' }, version: 4 })
    const again = { status: 201, body: { id: 'rem_1', phone: '13812345678' }, version: 4 }
    expect(await take()).toEqual(again)
    expect(await take()).toEqual(again)
    const [row, ...more] = await stored()
    expect(more).toEqual([])
    expect(row).toMatchObject({ created_at: at, fingerprint: 'f1', status: 201, version: 4 })
  })

  it('has its answer kept sealed, where only its own key finds it', async () => {
    const { take, keep, stored, key } = await newWrite()
    await take()
    await keep({ status: 200, body: { phone: '13812345678' } })
    expect(JSON.stringify((await stored())[0]?.body)).not.toContain('138')
    expect((await stored())[0]?.body).toMatch(/^v1\.gcm\.field-1\./)
    const { body } = (await stored())[0]!
    for (const change of [{ actorId: 'stf_wu' }, { route: 'PUT /reminders' }, { key: 'k2' }]) {
      await take(change)
      await keep({ status: 200, body: {} }, change)
      await store.db
        .updateTable('idempotency_key')
        .set({ body: JSON.stringify(body) })
        .where('bank_id', '=', key.bankId)
        .where('actor_id', '=', change.actorId ?? key.actorId)
        .where('route', '=', change.route ?? key.route)
        .where('key', '=', change.key ?? key.key)
        .execute()
      expect(await codeOf(take(change))).toBe('keys.open_failed')
    }
  })

  it('may answer with no version, and with plain words', async () => {
    const { take, keep } = await newWrite()
    await take()
    await keep({ status: 204, body: null })
    const first = await take()
    expect(first).toEqual({ status: 204, body: null, version: undefined })
    await keep({ status: 200, body: 'done' })
    expect(await take()).toMatchObject({ body: 'done' })
  })

  it('is kept as it is where there are no keys', async () => {
    const { take, keep, stored, key } = await newWrite()
    const clear = new BankKeys(key.bankId, [], [])
    await take({}, clear)
    await keep({ status: 200, body: 'plain words' }, {}, clear)
    expect((await stored())[0]?.body).toBe('plain words')
    expect(await take({}, clear)).toMatchObject({ body: 'plain words' })
    expect(await take()).toMatchObject({ body: 'plain words' })
  })

  it.each<[string, Partial<WriteKey>]>([
    ['of another person', { actorId: 'stf_wu' }],
    ['to another place', { route: 'PUT /reminders' }],
    ['under another key', { key: 'k2' }],
    ['at another bank', { bankId: 'bnk_none' }],
  ])('%s is another write', async (_what, change) => {
    const { take, keep, key } = await newWrite()
    await take()
    await keep({ status: 201, body: 'the first' })
    const other = change.bankId ? { ...change, bankId: `${key.bankId}x` } : change
    expect(await take(other)).toBeUndefined()
    await keep({ status: 202, body: 'the second' }, other)
    expect(await take()).toMatchObject({ status: 201, body: 'the first' })
    expect((await take(other))?.status).toBe(202)
  })

  it('of another request under the same key is refused, and changes nothing', async () => {
    const { take, keep, stored } = await newWrite()
    await take()
    await keep({ status: 201, body: {} })
    const before = await stored()
    expect(await codeOf(take({ fingerprint: 'f2' }))).toBe('write.key_reused')
    expect(await stored()).toEqual(before)
  })

  it('waits to be told what the first did, where that has no answer yet', async () => {
    const { take } = await newWrite()
    await take()
    expect(await codeOf(take())).toBe('write.key_running')
    expect(await codeOf(take({ fingerprint: 'f2' }))).toBe('write.key_running')
  })

  it('that was rolled back leaves its key to the next', async () => {
    const { take, keys, key, stored } = await newWrite()
    const failed = store.transaction(async (tx) => {
      await takeKey(tx, keys, key, at)
      throw new Error('the machine went off')
    })
    await expect(failed).rejects.toThrow('the machine went off')
    expect(await stored()).toEqual([])
    expect(await take()).toBeUndefined()
  })
})
