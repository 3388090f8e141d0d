import {
  buildColumns,
  type Criteria,
  checkCriteria,
  compileColumns,
  compileCriteria,
  defineCatalogue,
  evaluateCriteria,
  type Facts,
  type FieldSpec,
  operatorsOf,
} from '@crm/core'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { Kysely, PGliteDialect, type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { criteriaToSql } from './criteria-sql.ts'

// The most important test of the repository: one record, columns and SQL give one answer.

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)
const CRITERIA = Number(process.env.CRITERIA ?? 10_000)
const CUSTOMERS = 1_000
const PER_STATEMENT = 40

const of = (field: string) => ({ resource: 'customer', field, words: { zh: field, en: field } })
const catalogue = defineCatalogue({
  kind: { type: 'choice', choices: ['person', 'firm'], ...of('kind') },
  gender: { type: 'choice', choices: ['female', 'male'], ...of('gender') },
  age: { type: 'number', ...of('age') },
  village: { type: 'text', ...of('village') },
  openedOn: { type: 'day', ...of('openedOn') },
  balance: { type: 'fen', ...of('balance') },
  debts: { type: 'fen', ...of('debts') },
  hasLoan: { type: 'flag', ...of('hasLoan') },
  products: {
    type: 'set',
    choices: ['loan', 'card', 'term', 'wealth', 'order'],
    ...of('products'),
  },
})
const sqlTypes: Record<FieldSpec['type'], string> = {
  choice: 'text',
  text: 'text',
  number: 'int',
  fen: 'bigint',
  day: 'date',
  flag: 'boolean',
  set: 'text[]',
}

const villages = [
  '',
  '柳河村',
  '柳河',
  '石桥',
  '𠮷野',
  'a%b_c',
  "O'Brien",
  'back\\slash',
  '{"x",y}',
  ' ',
  '村"',
  'NULL',
]
const days = ['0001-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '2026-03-05', '9999-12-31']
const numbers = [0, 1, -1, 17, 18, 60, 2_147_483_647, -2_147_483_648]
const amounts = [
  ...numbers,
  5_000_000,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  4_294_967_296,
]
const pick = <T>(values: readonly T[]) => fc.constantFrom(...values)
const valuesOf: Record<FieldSpec['type'], (spec: FieldSpec) => fc.Arbitrary<unknown>> = {
  choice: (spec) => pick('choices' in spec ? spec.choices : []),
  set: (spec) => pick('choices' in spec ? spec.choices : []),
  text: () =>
    fc.oneof(pick(villages), fc.string({ unit: 'grapheme', maxLength: 6 }).filter(isStored)),
  number: () => fc.oneof(pick(numbers), fc.integer({ min: -5, max: 100 })),
  fen: () => fc.oneof(pick(amounts), fc.integer({ min: -100, max: 10_000_000 })),
  day: () => fc.oneof(pick(days), fc.integer({ min: -20_000, max: 25_000 }).map(dayAt)),
  flag: () => fc.boolean(),
}
function isStored(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}
function dayAt(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10)
}

const record = fc.record(
  Object.fromEntries(
    Object.entries(catalogue).map(([field, spec]) => {
      const one = valuesOf[spec.type](spec)
      return [field, spec.type === 'set' ? fc.uniqueArray(one, { maxLength: 4 }) : one]
    }),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>

const comparison = fc
  .constantFrom(...Object.entries(catalogue))
  .chain(([field, spec]) => fc.tuple(fc.constant({ field, spec }), pick(operatorsOf[spec.type])))
  .chain(([{ field, spec }, is]): fc.Arbitrary<unknown> => {
    const one = valuesOf[spec.type](spec)
    const list = fc.array(one, { maxLength: 4 })
    if (is === 'known' || is === 'unknown') return fc.constant({ field, is })
    if (is === 'between') return fc.tuple(one, one).map((value) => ({ field, is, value }))
    if (['in', 'notIn', 'hasAny', 'hasAll'].includes(is))
      return list.map((value) => ({ field, is, value }))
    return one.map((value) => ({ field, is, value }))
  }) as fc.Arbitrary<Criteria>

const criteria = fc.letrec<{ node: Criteria }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 5, arbitrary: comparison },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 4 }).map((all) => ({ all })) },
    { weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 4 }).map((any) => ({ any })) },
    { weight: 1, arbitrary: tie('node').map((not) => ({ not })) },
  ),
})).node

const records = fc.sample(record, { numRuns: CUSTOMERS, seed })
const asked = fc.sample(criteria, { numRuns: CRITERIA, seed: seed + 1 })

let db: Kysely<Record<string, never>>
const columns: Record<string, RawBuilder<unknown>> = Object.fromEntries(
  Object.keys(catalogue).map((field) => [field, sql.ref(field)]),
)

beforeAll(async () => {
  db = new Kysely({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
  const fields = Object.entries(catalogue)
  const shape = fields.map(([field, { type }]) => `"${field}" ${sqlTypes[type]}`).join(', ')
  await sql.raw(`create table customer (at int primary key, ${shape})`).execute(db)
  for (const [at, facts] of records.entries()) {
    const values = fields.map(([field]) => sql`${facts[field] ?? null}`)
    await sql`insert into customer values (${at}, ${sql.join(values)})`.execute(db)
  }
})
afterAll(() => db.destroy())

/** One bit a customer, in order. */
const ask = {
  record: (node: Criteria) =>
    records.map((facts) => (compileCriteria(node)(facts) ? '1' : '0')).join(''),
  reasons: (node: Criteria) =>
    records.map((facts) => (evaluateCriteria(node, facts).met ? '1' : '0')).join(''),
  columns(node: Criteria) {
    const query = compileColumns(node, book)
    const bits = new Array<string>(CUSTOMERS).fill('0')
    const rows = query.select()
    for (const row of rows) bits[row] = '1'
    expect(query.count()).toBe(rows.length)
    return bits.join('')
  },
  async sql(nodes: readonly Criteria[], toSql = criteriaToSql) {
    const bits = nodes.map(
      (node, at) =>
        sql`string_agg(case (${toSql(node, columns, catalogue)}) when true then '1'
          when false then '0' else '?' end, '' order by at) as ${sql.ref(`c${at}`)}`,
    )
    const { rows } = await sql<Record<string, string>>`
      select ${sql.join(bits)} from customer`.execute(db)
    return nodes.map((_, at) => rows[0]?.[`c${at}`])
  },
}
const book = buildColumns(catalogue, records)

/** The first criteria on which the back ends differ, if there is one. */
async function firstDifference(
  nodes: readonly Criteria[],
  toSql = criteriaToSql,
): Promise<{ criteria: Criteria; customer: number; answers: Record<string, unknown> } | undefined> {
  for (let start = 0; start < nodes.length; start += PER_STATEMENT) {
    const batch = nodes.slice(start, start + PER_STATEMENT)
    const bySql = await ask.sql(batch, toSql)
    for (const [at, node] of batch.entries()) {
      const answers = { record: ask.record(node), columns: ask.columns(node), sql: bySql[at] ?? '' }
      if (answers.record === answers.columns && answers.record === answers.sql) continue
      const customer = [...answers.record].findIndex(
        (bit, row) => bit !== answers.columns[row] || bit !== answers.sql[row],
      )
      const shown = Object.fromEntries(
        Object.entries(answers).map(([name, bits]) => [name, bits[customer]]),
      )
      return { criteria: node, customer, answers: { ...shown, facts: records[customer] } }
    }
  }
  return undefined
}

describe('one record, columns and SQL', () => {
  it(`agree on ${CRITERIA} random criteria over ${CUSTOMERS} random customers`, async () => {
    const difference = await firstDifference(asked)
    console.log(
      `criteria: ${CRITERIA} × ${CUSTOMERS} customers × 3 back ends, ` +
        `${difference ? 1 : 0} differences, seed ${seed}`,
    )
    expect(difference).toBeUndefined()
  }, 300_000)

  it('agree with the answer that comes with reasons', () => {
    for (const node of asked.slice(0, 300)) expect(ask.reasons(node)).toBe(ask.record(node))
  }, 60_000)

  it('take every random criteria for a valid one', () => {
    for (const node of asked.slice(0, 2_000))
      expect(checkCriteria(catalogue, JSON.parse(JSON.stringify(node)))).toEqual(node)
  })

  it('would be caught by this test if one of them took unknown for met', async () => {
    const careless: typeof criteriaToSql = (node, fields, known) =>
      'field' in node && node.is === 'ne'
        ? sql`(${fields[node.field]} is distinct from ${String(node.value)}::text)`
        : criteriaToSql(node, fields, known)
    const tricky: Criteria[] = [{ field: 'village', is: 'ne', value: '柳河村' }]
    expect(await firstDifference(tricky, careless)).toBeDefined()
    expect(await firstDifference(tricky)).toBeUndefined()
  })
})

describe('criteria in SQL', () => {
  it('give the same text for the same shape, whatever the values', () => {
    const text = (value: string) =>
      criteriaToSql({ field: 'village', is: 'contains', value }, columns, catalogue).compile(db).sql
    for (const value of villages) expect(text(value)).toBe(text('x'))
  })
})
