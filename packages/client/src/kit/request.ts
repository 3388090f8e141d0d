import { type Endpoint, kitErrors } from '@crm/core'
import type { Options } from 'ky'

/** An endpoint with its input, ready to be sent as often as it takes. */
export interface Prepared {
  /** Relative to the base URL, without a leading slash. */
  readonly path: string
  readonly options: Options
  /** True where sending it twice does no harm: reads, and writes that carry a key. */
  readonly repeatable: boolean
}

/** The parts of a call, whatever the endpoint. */
export interface Parts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** What a write carries besides its input. */
export interface WriteMarks {
  readonly key?: string | undefined
  readonly version?: number | undefined
  readonly purpose?: string | undefined
}

function segment(params: Parts['params'], name: string): string {
  const value = String(params?.[name] ?? '')
  // These would name another address altogether.
  if (value === '' || value === '.' || value === '..')
    throw kitErrors.requestInvalid('params', [{ path: name, code: 'invalid_value' }])
  return encodeURIComponent(value)
}

function searchOf(query: Parts['query']): URLSearchParams | undefined {
  if (!query) return undefined
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
}

function jsonOf(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch {
    throw kitErrors.malformed('the body cannot be written as JSON')
  }
}

/** Write an endpoint and its input as an HTTP request. */
export function prepare(endpoint: Endpoint, parts: Parts, marks: WriteMarks): Prepared {
  const { params, query, body } = parts
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    ...(endpoint.body && { 'content-type': 'application/json' }),
    ...(marks.key !== undefined && { 'idempotency-key': marks.key }),
    ...(marks.version !== undefined && { 'if-match': `"v${marks.version}"` }),
    ...(marks.purpose !== undefined && { 'crm-purpose': encodeURIComponent(marks.purpose) }),
  }
  const searchParams = searchOf(query)
  return {
    path: endpoint.path.slice(1).replace(/:(\w+)/g, (_, name: string) => segment(params, name)),
    options: {
      method: endpoint.method,
      headers,
      ...(searchParams && { searchParams }),
      ...(endpoint.body && { body: jsonOf(body) }),
    },
    repeatable: !endpoint.writes || marks.key !== undefined,
  }
}
