import { type Endpoint, may } from '@crm/core'
import { staff } from '@crm/core/fixtures'
import { contractDocs, contracts } from '@crm/server'
import { openTestBank } from '@crm/testing'
import * as z from 'zod/mini'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import { bodiesWith, vectorsFor } from '../corpora/mass-assignment.ts'
import type { TrustProof } from '../row.ts'
import { changedBetween, columnsOf, markStore } from '../store-mark.ts'

/** Where it is written down who tried and was refused, and who looked: these may grow. */
const records = ['audit_event', 'audit_seal', 'daily_count', 'disclosed_customer']

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
const shapeOf = (): string =>
  JSON.stringify(
    prototypes.map((one) => Object.entries(Object.getOwnPropertyDescriptors(one)).map(String)),
  )

const schemaOptions = { io: 'input', unrepresentable: 'any' } as const

/** The fields that a schema has a place for, at any depth. */
function fieldsOf(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return found
  const { properties } = schema as { readonly properties?: object }
  for (const name of Object.keys(properties ?? {})) found.add(name)
  for (const part of Object.values(schema)) fieldsOf(part, found)
  return found
}

async function run(): Promise<ProofLine[]> {
  const bank = await openTestBank({ steppedUp: true })
  const columns = [...new Set([...(await columnsOf(bank.store)).values()].flat())]
  const vectors = vectorsFor(columns)
  const shape = shapeOf()
  const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
    Object.entries(contract as Record<string, Endpoint>).flatMap(([name, endpoint]) => {
      const example = contractDocs[room]?.[name]?.example
      return endpoint.body && example?.body ? [{ room, name, endpoint, example }] : []
    }),
  )
  const before = await markStore(bank.store, records)
  const changed = new Set<string>()
  const taken: string[] = []
  let sound = 0
  let tried = 0
  let polluted = 0
  for (const { room, name, endpoint, example } of endpoints) {
    if (endpoint.body?.safeParse(example.body).success) sound += 1
    const asked = fieldsOf(z.toJSONSchema(endpoint.body as never, schemaOptions))
    const person = staff.find((one) => may(one, endpoint.needs))
    const { params = {} } = example as { params?: Record<string, string> }
    const path = endpoint.path.replace(/:(\w+)/g, (_, part: string) => params[part] ?? 'x')
    for (const vector of vectors) {
      // A field that the endpoint does ask for is no trick.
      if (asked.has(vector.field)) continue
      for (const body of bodiesWith(example.body as object, vector)) {
        const headers = {
          'content-type': 'application/json',
          'idempotency-key': `v${tried}`,
          'if-match': '"v1"',
        }
        const { status } = await bank.request(
          path,
          { method: endpoint.method, headers, body },
          person,
        )
        tried += 1
        if (status < 400 || status >= 500) taken.push(`${room}.${name} ${vector.json}: ${status}`)
        if (shapeOf() !== shape || 'isAdmin' in {}) polluted += 1
      }
    }
    for (const table of changedBetween(before, await markStore(bank.store, records)))
      changed.add(table)
  }
  await bank.close()
  for (const one of taken.slice(0, 20)) process.stderr.write(`T22 taken: ${one}\n`)
  const of = `of ${tried} requests to ${endpoints.length} endpoints`
  return [
    atLeast('T22 fields nobody asked for, tried at each endpoint', vectors.length, 200, 'fields'),
    all('T22 endpoints that take their own example', sound, endpoints.length),
    zero('T22 bodies with such a field that were not refused', taken.length, of),
    zero('T22 tables that changed', changed.size, of),
    zero('R26 changes of a prototype', polluted, of),
  ]
}

export const proof: TrustProof = { rows: ['T22', 'R26'], run }
