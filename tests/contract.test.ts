import { createCrm } from '@crm/client'
import * as core from '@crm/core'
import { entitlements, viewMeta } from '@crm/core'
import { words } from '@crm/core/words'
import { contractDocs, contracts, openApi, rooms } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
  Object.entries(contract).map(([name, endpoint]) => ({
    room,
    name,
    endpoint,
    docs: contractDocs[room]![name]!,
  })),
)
const errorCodes = new Set(
  Object.entries(core)
    .filter(([name]) => name.endsWith('Errors'))
    .flatMap(([, errors]) => Object.values(errors as Record<string, (...args: never[]) => unknown>))
    .map((make) => (make(...([['x'], [], 'x'] as never[])) as { code: string }).code),
)

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

describe.each(endpoints)('$room · $name', ({ room, name, endpoint, docs }) => {
  it('has a method of its name on the client', () => {
    const crm = createCrm({ baseUrl: 'https://bank.test' }) as unknown as Record<
      string,
      Record<string, unknown>
    >
    expect(crm[room]?.[name]).toBeTypeOf('function')
  })

  it('has a handler and is answered', () => {
    expect(rooms.find((one) => one.name === room)?.handlers[name]).toBeTypeOf('function')
    expect(bank.server.routes).toContain(`${endpoint.method} ${endpoint.path}`)
  })

  it('asks for an entitlement that some role holds', () => {
    expect(entitlements).toContain(endpoint.needs)
  })

  it('stands in its room, and says what it is for in both languages', () => {
    expect(endpoint.path.split('/')[1]).toBe(room)
    expect(docs.summary.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(docs.summary.en).toMatch(/^[A-Z]/)
  })

  it('gives an example that keeps to its own schemas', () => {
    const { params, query, body, returns } = docs.example
    expect(endpoint.params?.safeParse(params ?? {}).error).toBeUndefined()
    expect(endpoint.query?.safeParse(query ?? {}).error).toBeUndefined()
    expect(endpoint.body?.safeParse(body).error).toBeUndefined()
    expect(endpoint.returns.safeParse(returns).error).toBeUndefined()
  })

  it('lists failures that exist, with words in both languages', () => {
    for (const code of endpoint.errors) {
      expect([...errorCodes]).toContain(code)
      expect(words['zh-CN']).toHaveProperty([code])
      expect(words.en).toHaveProperty([code])
    }
  })

  it('says that it discloses where its answer holds what is sensitive', () => {
    if (holdsC2(endpoint.returns)) expect(endpoint.discloses).toBe(true)
  })

  it('is held to a version or makes something new, where it writes', () => {
    expect(endpoint.expects !== undefined).toBe(endpoint.writes ?? false)
    if (endpoint.method !== 'GET' && endpoint.method !== 'POST') expect(endpoint.writes).toBe(true)
    if (endpoint.method === 'GET') expect(endpoint.writes).toBeUndefined()
  })
})

interface Def {
  readonly shape?: Record<string, object>
  readonly element?: object
  readonly innerType?: object
}
function holdsC2(schema: object): boolean {
  const meta = viewMeta(schema)
  if (meta) return Object.values(meta.classes).some(({ level }) => level === 'C2')
  const { shape, element, innerType } = (schema as { _zod: { def: Def } })._zod.def
  const parts = [...Object.values(shape ?? {}), element, innerType]
  return parts.some((part) => part !== undefined && holdsC2(part))
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 to a validator that is not ours', async () => {
    const result = await new Validator().validate(openApi(contracts, contractDocs) as never)
    expect(result).toMatchObject({ valid: true })
  })

  it('describes exactly the routes that are answered', async () => {
    const response = await bank.request('/openapi.json')
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(paths)
      .filter(([path]) => path !== '/events')
      .flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        ),
      )
    expect(described.sort()).toEqual([...bank.server.routes].sort())
  })
})

describe('an answer that breaks its schema', () => {
  it('fails in a test, and is told to the log', async () => {
    await bank.store.db
      .updateTable('customer')
      .set({ gender: 'robot' })
      .where('customer_id', '=', 'cus_li')
      .execute()
    const response = await bank.request('/customers/cus_li')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ code: 'server.response_invalid' })
    expect(bank.faults.join()).toContain('response.invalid')
  })
})
