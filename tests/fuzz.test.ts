import { type Endpoint, type EndpointDocs, may } from '@crm/core'
import {
  anNing,
  chenBo,
  guQuan,
  qianJin,
  sunLi,
  tianShen,
  yanShou,
  zhengYan,
} from '@crm/core/fixtures'
import { contractDocs, contracts } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

// Near-valid and hostile requests at every endpoint: none may break the server, and no answer its schema.

const RUNS = Number(process.env.FUZZ_RUNS ?? 150)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)
const everybody = [chenBo, qianJin, anNing, sunLi, zhengYan, yanShou, guQuan, tianShen]
const hostile = [
  '',
  ' ',
  '\0',
  '\ud800',
  '𠮷',
  '‮',
  "'",
  '"',
  '\\',
  '%',
  '_',
  '../..',
  '<script>',
  '{{7*7}}',
  '$1',
  '-- ',
  "' or 1=1 --",
  '1e309',
  '-0',
  'NaN',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  'a'.repeat(5_000),
  '2026-02-30',
  '9999-12-31',
  'cus_li',
  'cus_',
  'eyJhIjoxfQ==',
  'WzFd',
  'W251bGxd',
  'WyJ4IiwieSIsInoiXQ==',
]
const scalar = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...hostile) },
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const anything = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.string(), scalar, { maxKeys: 3 }),
)

interface JsonSchema {
  readonly properties?: Record<string, unknown>
}
const fieldsOf = (schema: z.ZodMiniType | undefined): string[] =>
  schema
    ? Object.keys(
        (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
          .properties ?? {},
      )
    : []

/** The endpoint's own example with some of its parts replaced by something else. */
function requestFor(endpoint: Endpoint, { example }: EndpointDocs) {
  const { params = {}, query = {}, body } = example
  const replaced = (names: readonly string[], with_: fc.Arbitrary<unknown>) =>
    fc.dictionary(fc.constantFrom(...(names.length > 0 ? names : ['x'])), with_, {
      minKeys: 1,
      maxKeys: 2,
    })
  return fc.record({
    params: replaced(Object.keys(params), scalar.map(String)).map((change) => ({
      ...params,
      ...change,
    })),
    query: replaced([...fieldsOf(endpoint.query), 'other'], scalar.map(String)).map((change) => ({
      ...query,
      ...change,
    })),
    body: endpoint.body
      ? fc.oneof(
          replaced([...fieldsOf(endpoint.body), 'other'], anything).map((change) => ({
            ...(body as object),
            ...change,
          })),
          anything,
        )
      : fc.constant(undefined),
    // Those who may: the others are turned away before anything is read.
    person: fc.constantFrom(...everybody.filter((person) => may(person, endpoint.needs))),
    key: fc.oneof(fc.uuid(), fc.constantFrom('', 'x', 'k'.repeat(300), 'é')),
    match: fc.constantFrom('"v1"', '"v2"', 'W/"v1"', '*', '', '"v-1"', '"v99999999999"'),
  })
}

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank({ steppedUp: true })
})
afterAll(() => bank.close())

const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
  Object.entries(contract).map(([name, endpoint]) => ({
    room,
    name,
    endpoint,
    docs: contractDocs[room]![name]!,
  })),
)

describe.each(endpoints)('$room · $name', ({ endpoint, docs }) => {
  it('answers whatever is sent, by its schema or by a problem with a code', async () => {
    await fc.assert(
      fc.asyncProperty(
        requestFor(endpoint, docs),
        async ({ params, query, body, person, key, match }) => {
          const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
            encodeURIComponent(
              String((params as Record<string, unknown>)[name]).replace(/\p{Surrogate}/gu, ''),
            ),
          )
          const search = new URLSearchParams(
            Object.entries(query).map(([name, value]) => [name, String(value)]),
          )
          const headers = new Headers({ 'content-type': 'application/json' })
          if (/^[\x20-\x7e]*$/.test(key)) headers.set('idempotency-key', key)
          headers.set('if-match', match)
          const before = bank.faults.length
          const response = await bank.request(
            `${path}?${search}`,
            {
              method: endpoint.method,
              headers,
              ...(body !== undefined && { body: JSON.stringify(body) }),
            },
            person,
          )
          const answer = (await response.json()) as { code?: string }
          expect([response.status < 500, bank.faults.slice(before)]).toEqual([true, []])
          if (response.ok) expect(endpoint.returns.safeParse(answer).error).toBeUndefined()
          else expect(answer.code).toMatch(/^[a-z]+\.[a-z_]+$/)
        },
      ),
      { numRuns: RUNS, seed },
    )
  }, 60_000)
})
