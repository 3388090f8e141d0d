import { randomUUID } from 'node:crypto'
import type { Call } from './callers.ts'

/** A manager opens a customer's card. */
export const aRead = (url: string, token: string): Call => ({
  url: `${url}/customers/cus_li`,
  headers: { authorization: `Bearer ${token}` },
})

/** A manager saves a segment: a row, its record, its event, its answer kept. */
export function aWrite(url: string, token: string): Call {
  const key = randomUUID()
  return {
    url: `${url}/segments`,
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ name: key, criteria: { field: 'assetsFen', is: 'ge', value: 5 } }),
  }
}
