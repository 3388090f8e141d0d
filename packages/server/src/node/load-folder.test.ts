import fc from 'fast-check'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { decideEncoding } from '../sources/text.ts'
import { openMemoryStore } from './memory-store.ts'
import {
  branches,
  type Files,
  folderOf,
  head,
  names,
  noAccounts,
  people,
  person,
  rejections,
  source,
} from './test-folder.ts'

const stores: Store[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})
const openStore = async () => {
  const store = await openMemoryStore({ migrations })
  stores.push(store)
  return store
}
const load = (store: Store, files: Files, more: Partial<Parameters<typeof importFolder>[0]> = {}) =>
  importFolder({
    store,
    source,
    folder: folderOf({ 'branches.dat': branches, 'accounts.dat': noAccounts, ...files }),
    ...more,
  })
describe('a night’s customers', () => {
  it('are taken, and taken once: the same file again changes nothing', async () => {
    const store = await openStore()
    const files = { 'customers.dat': people(50) }
    const [, first] = await load(store, files)
    expect(first).toMatchObject({ lines: 50, accepted: 50, unchanged: 0, rejected: 0 })
    const before = await store.db.selectFrom('customer').selectAll().execute()
    const [, second] = await load(store, files)
    expect(second).toMatchObject({ accepted: 0, unchanged: 50, seenBefore: true })
    expect(await store.db.selectFrom('customer').selectAll().execute()).toEqual(before)
  })

  it('that were corrected are changed, and no others', async () => {
    const store = await openStore()
    await load(store, { 'customers.dat': people(20) })
    const corrected = people(20).replace('客户7|', '李桂芳|')
    const [, report] = await load(store, { 'customers.dat': corrected })
    expect(report).toMatchObject({ accepted: 1, unchanged: 19 })
    const versions = await store.db.selectFrom('customer').select(['name', 'version']).execute()
    expect(versions.filter(({ version }) => version === 2)).toEqual([
      { name: '李桂芳', version: 2 },
    ])
  })

  it('come in GB18030, with the names that GBK has no letters for', async () => {
    const store = await openStore()
    const text = head + [person(1, '𠮷野'), person(2, '䲜某'), person(3, '李桂芳')].join('')
    await load(store, { 'customers.dat': iconv.encode(text, 'gb18030') })
    expect(await names(store)).toEqual(['𠮷野', '䲜某', '李桂芳'])
  })

  it('may begin with a byte order mark and end their lines as on Windows', async () => {
    const store = await openStore()
    await load(store, { 'customers.dat': `\ufeff${people(3).replaceAll('\n', '\r\n')}` })
    expect(await names(store)).toEqual(['客户1', '客户2', '客户3'])
  })

  it('that cannot be taken are named, each by line, column and code', async () => {
    const store = await openStore()
    const wrong = [
      'D90|甲|19990231|B1|20200101\n',
      'D91||19990201|B1|20200101\n',
      'D92|乙|19990201|B9|20200101\n',
      'D93|丙|19990201\n',
      'C1|丁|19990201|B1|20200101\n',
    ]
    await load(store, { 'customers.dat': people(200) + wrong.join('') })
    expect(await rejections(store)).toEqual([
      '202 BORN row.not_a_day',
      '203 NAME row.column_missing',
      '204 - row.branch_unknown',
      '205 - row.wrong_columns',
      '206 - row.duplicate_key',
    ])
  })

  it('with a line in another encoding lose that line and no other', async () => {
    const store = await openStore()
    const good = iconv.encode(people(60), 'utf-8')
    const bad = iconv.encode(person(61, '李桂芳'), 'gb18030')
    await load(store, { 'customers.dat': Buffer.concat([good, bad]) })
    expect(await rejections(store)).toEqual(['62 - row.bad_bytes'])
  })

  it('are refused whole when more than five in a hundred are wrong, and every wrong one is named', async () => {
    const store = await openStore()
    const wrong = Array.from({ length: 6 }, (_, at) => `X${at}|甲||B1|never\n`).join('')
    const [, report] = await load(store, { 'customers.dat': people(94) + wrong })
    expect(report).toMatchObject({ status: 'refused', accepted: 0, rejected: 6, lines: 100 })
    expect(await names(store)).toEqual([])
    expect(await rejections(store)).toHaveLength(6)
  })

  it('stay what they are, whatever they are called', async () => {
    const store = await openStore()
    const hostile = [
      "'; drop table customer; --",
      '=cmd()',
      '<script>alert(1)</script>',
      '{"a":1}',
      '\\N',
      '‮李',
    ]
    await load(store, {
      'customers.dat': head + hostile.map((name, at) => person(at, name)).join(''),
    })
    // But for the mark that turns the direction of writing: no eye sees it, and it hides what follows.
    expect(await names(store)).toEqual(hostile.map((name) => name.replace('\u202e', '')))
  })
})

describe('a first file', () => {
  it('leaves an engine that knows how large its tables are', async () => {
    const store = await openStore()
    await load(store, { 'customers.dat': people(30) })
    const { rows } = await sql<{ name: string; size: number }>`
      select relname as name, reltuples::int as size from pg_class
      where relname in ('customer', 'customer_source') order by 1`.execute(store.db)
    expect(rows).toEqual([
      { name: 'customer', size: 30 },
      { name: 'customer_source', size: 30 },
    ])
  })
})

describe('each file', () => {
  it('is on record as loaded by the system, once', async () => {
    const store = await openStore()
    await load(store, { 'customers.dat': people(3) })
    await load(store, { 'customers.dat': people(3) })
    const rows = await store.db
      .selectFrom('audit_event')
      .select(['actor_id', 'action', 'result'])
      .execute()
    expect(rows).toEqual(
      Array.from({ length: 3 }, () => ({
        actor_id: 'system',
        action: 'sources.import',
        result: 'done',
      })),
    )
  })
})

describe('accounts', () => {
  it('of nobody are named, and the others are taken', async () => {
    const store = await openStore()
    const good = Array.from({ length: 40 }, (_, at) => `A${at}|C1|20200101\n`).join('')
    const accounts = `${noAccounts}${good}A99|C99|20200101\n`
    const [, , report] = await load(store, { 'customers.dat': people(1), 'accounts.dat': accounts })
    expect(report).toMatchObject({ lines: 41, accepted: 40, rejected: 1 })
    expect(await rejections(store)).toEqual(['42 - row.owner_unknown'])
  })
})

describe('an import that is stopped', () => {
  it('goes on where it was, and ends as if it had not been', async () => {
    const files = { 'customers.dat': people(100) }
    const whole = await openStore()
    await load(whole, files, { batch: 10 })
    const broken = await openStore()
    const stop = new AbortController()
    let batches = 0
    await expect(
      load(broken, files, {
        batch: 10,
        signal: stop.signal,
        onProgress: ({ step }) => {
          if (step === 'loading' && ++batches === 4) stop.abort()
        },
      }),
    ).rejects.toThrow()
    expect((await names(broken)).length).toBeLessThan(100)
    const [, report] = await load(broken, files, { batch: 10 })
    expect(report).toMatchObject({ lines: 100, accepted: 100, rejected: 0, status: 'done' })
    expect(await names(broken)).toEqual(await names(whole))
  })
})

describe('whatever is in a file', () => {
  it('every line is accepted, unchanged or rejected', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'B1', '20200101', '19990231', '"', '李桂芳', '\t', '0'),
      fc.string({ maxLength: 8 }).map((text) => text.replace(/[\n\r|]/g, '')),
    )
    const line = fc.oneof(
      fc.integer({ min: 1, max: 99 }).map((no) => person(no).trimEnd()),
      fc.array(cell, { maxLength: 7 }).map((cells) => cells.join('|')),
    )
    const store = await openStore()
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), async (lines) => {
        const mine = { ...source, name: `core${run++}` }
        const physical = lines.join('\n').replace(/\n+$/, '')
        const [, report] = await load(
          store,
          { 'customers.dat': head + physical },
          { source: mine, rejectThreshold: 1 },
        )
        const expected = physical === '' ? 0 : physical.split('\n').length
        expect(report?.lines).toBe(expected)
        expect(report!.accepted + report!.unchanged + report!.rejected).toBe(expected)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('an encoding', () => {
  const decide = (text: string, encoding: string) => {
    const bytes = iconv.encode(text, encoding)
    return decideEncoding(() => folderOf({ f: bytes }).open('f'), 'f', undefined)
  }
  it('is what most lines of a file are, since a short name may be valid in both', async () => {
    expect(await decide(people(30), 'gb18030')).toBe('gb18030')
    expect(await decide(people(30), 'utf-8')).toBe('utf-8')
    expect(await decide('NO|NAME\n1|plain\n', 'utf-8')).toBe('utf-8')
  })
})
