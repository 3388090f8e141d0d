import { type Endpoint, isCrmError, kitErrors } from '@crm/core'
import type { Context } from 'hono'
import { parse } from 'secure-json-parse'

/** The largest body an ordinary endpoint takes, in bytes. */
export const BODY_LIMIT = 1_048_576
/** The deepest nesting of a JSON body. */
export const DEPTH_LIMIT = 32

/** How many objects and lists a body may hold, unless its endpoint says otherwise … */
const OBJECT_LIMIT = 1_000
/** … and how many values there may be for each of these. */
const VALUES_EACH = 20

/** Before anything is built of it: a megabyte has room for a hundred thousand conditions. */
function checkShape(text: string, most: number): void {
  let depth = 0
  let objects = 0
  let values = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 92) at++
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 123 || code === 91) {
      if (++objects > most) throw kitErrors.malformed(`more than ${most} objects and lists`)
      if (++depth > DEPTH_LIMIT) throw kitErrors.malformed(`deeper than ${DEPTH_LIMIT} levels`)
    } else if (code === 125 || code === 93) depth--
    else if (code === 44 && ++values > most * VALUES_EACH)
      throw kitErrors.malformed(`more than ${most * VALUES_EACH} values`)
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT)
    throw kitErrors.tooLarge(BODY_LIMIT)
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body) {
    const reader = request.body.getReader()
    const next = () =>
      reader.read().catch(() => {
        throw kitErrors.malformed('the body broke off')
      })
    for (let part = await next(); !part.done; part = await next()) {
      size += part.value.byteLength
      if (size > BODY_LIMIT) {
        await reader.cancel()
        throw kitErrors.tooLarge(BODY_LIMIT)
      }
      chunks.push(part.value)
    }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** NUL cannot be stored, and half a surrogate pair is no letter: neither comes in, wherever it stands. */
function expectText(text: string): void {
  if (text.includes('\0')) throw kitErrors.malformed('a text holds NUL')
  if (/\p{Surrogate}/u.test(text)) throw kitErrors.malformed('a text holds half a letter')
}

function onlyText(key: string, value: unknown): unknown {
  expectText(key)
  if (typeof value === 'string') expectText(value)
  return value
}

/** Read a JSON body: limited in size, depth and number, strict UTF-8, no prototype keys. */
async function readJson(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json(;\s*charset=utf-8)?$/i.test(type)) throw kitErrors.notJson()
  const bytes = await readBytes(request).catch((error: unknown) => {
    // Whoever goes away, or is cut off for being slow, is no fault of ours.
    throw isCrmError(error) ? error : kitErrors.malformed('it broke off')
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw kitErrors.malformed('not UTF-8')
  }
  checkShape(text, most)
  try {
    return parse(text, onlyText, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw isCrmError(error) ? error : kitErrors.malformed('not JSON')
  }
}

/** A field's name or a place in a list; anything else a caller made up, and may be a customer's. */
const nameOf = (part: PropertyKey): string =>
  /^([a-z]\w{0,40}|\d{1,6})$/i.test(String(part)) ? String(part) : '…'

/** Hold one part of a request to its schema. */
function readPart(
  part: 'params' | 'query' | 'body',
  endpoint: Endpoint,
  raw: unknown,
): Record<string, unknown> {
  const schema = endpoint[part]
  if (!schema) return {}
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { [part]: parsed.data }
  const issues = parsed.error.issues
    .slice(0, 20)
    .map(({ path, code }) => ({ path: path.map(nameOf).join('.'), code }))
  throw kitErrors.requestInvalid(part, issues)
}

/** A query as an object; a name given twice is refused, since two readers may take two meanings. */
function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of url.searchParams) {
    if (name in query) throw kitErrors.malformed('a query name is given twice')
    expectText(name)
    expectText(value)
    query[name] = value
  }
  return query
}

/**
 * Why the caller looks, from `crm-purpose`: words of theirs, percent-encoded since headers are ASCII.
 *
 * @throws `request.malformed` for what cannot be read or is longer than 120 letters
 */
export function purposeOf(request: Request): string {
  const header = request.headers.get('crm-purpose')
  if (header === null) return ''
  let text: string
  try {
    text = decodeURIComponent(header).normalize('NFC').trim()
  } catch {
    throw kitErrors.malformed('the purpose is not percent-encoded')
  }
  if (text.length > 120 || /[\p{Cc}\p{Cf}\p{Surrogate}]/u.test(text))
    throw kitErrors.malformed('the purpose is too long, or holds what is no letter')
  return text
}

/** All that a request says, each part held to the endpoint's schema. */
export async function inputOf(endpoint: Endpoint, c: Context): Promise<Record<string, unknown>> {
  const most = endpoint.objects ?? OBJECT_LIMIT
  const body = endpoint.body ? readPart('body', endpoint, await readJson(c.req.raw, most)) : {}
  return {
    ...readPart('params', endpoint, c.req.param()),
    ...(endpoint.query ? readPart('query', endpoint, queryOf(new URL(c.req.url))) : {}),
    ...body,
  }
}
