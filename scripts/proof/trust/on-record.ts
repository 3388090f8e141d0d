// Every door of the API is called by everybody; what is on record afterwards is counted from outside.
import { type Endpoint, viewMeta } from '@crm/core'
import { staff } from '@crm/core/fixtures'
import { contractDocs, contracts } from '@crm/server'
import { openTestBank } from '@crm/testing'

/** A view somewhere in an answer, and whether disclosure gets to it. */
export interface FoundView {
  readonly resource: string
  readonly holdsC2: boolean
  /** Lists, objects and what may be left out are walked; a view in anything else would leave unmasked. */
  readonly reached: boolean
}

interface Def {
  readonly type: string
  readonly [part: string]: unknown
}

const isSchema = (value: unknown): value is { _zod: { def: Def } } =>
  typeof value === 'object' && value !== null && '_zod' in value

const walked = new Set(['array', 'object', 'optional', 'readonly'])

/** Every view in a schema, wherever it stands. */
export function viewsIn(schema: object, reached = true, seen = new Set<object>()): FoundView[] {
  const meta = viewMeta(schema)
  if (meta) {
    const holdsC2 = Object.values(meta.classes).some(({ level }) => level === 'C2')
    return [{ resource: meta.resource, holdsC2, reached }]
  }
  if (!isSchema(schema) || seen.has(schema)) return []
  seen.add(schema)
  const { def } = schema._zod
  const parts = Object.values(def).flatMap((part) => {
    if (isSchema(part)) return [part]
    if (typeof part !== 'object' || part === null) return []
    return Object.values(part).filter(isSchema)
  })
  return parts.flatMap((part) => viewsIn(part, reached && walked.has(def.type), seen))
}

/** Every endpoint with its place. */
export const everyEndpoint = (): {
  action: string
  endpoint: Endpoint
  room: string
  name: string
}[] =>
  Object.entries(contracts).flatMap(([room, contract]) =>
    Object.entries(contract).map(([name, endpoint]) => ({
      action: `${room}.${name}`,
      endpoint: endpoint as Endpoint,
      room,
      name,
    })),
  )

/** What calling everything as everybody left on record. */
export interface OnRecord {
  readonly endpoints: number
  /** Endpoints whose answer holds C2 and that do not say so. */
  readonly silent: readonly string[]
  /** Views where no mask reaches them. */
  readonly unreached: readonly string[]
  readonly disclosed: number
  readonly wrote: number
  readonly denied: number
  /** Calls of these three kinds that are not on record once. */
  readonly missing: readonly string[]
  /** Endpoints that disclose or write, and that nobody got an answer from. */
  readonly unheard: readonly string[]
}

/** Call every endpoint as everybody with its own example, and count its rows. */
export async function callEverything(): Promise<OnRecord> {
  const all = everyEndpoint()
  const found = all.map((one) => ({ ...one, views: viewsIn(one.endpoint.returns) }))
  const silent = found
    .filter(({ endpoint, views }) => views.some(({ holdsC2 }) => holdsC2) && !endpoint.discloses)
    .filter(({ endpoint }) => !endpoint.writes)
    .map(({ action }) => action)
  const unreached = found
    .filter(({ views }) => views.some(({ reached }) => !reached))
    .map(({ action }) => action)
  const house = await openTestBank({ steppedUp: true })
  let last = 0
  const freshRows = async () => {
    const rows = await house.store.db
      .selectFrom('audit_event')
      .select(['seq', 'action', 'decision', 'actor_id'])
      .where('seq', '>', last)
      .execute()
    last = Math.max(last, ...rows.map(({ seq }) => Number(seq)))
    return rows.map(({ action, decision, actor_id }) => `${action} ${decision} ${actor_id}`)
  }
  const seen = { disclosed: 0, wrote: 0, denied: 0 }
  const missing = new Set<string>()
  const heard = new Set<string>()
  let turn = 0
  for (const { action, endpoint, room, name } of all)
    for (const person of staff) {
      const { params = {}, query = {}, body } = contractDocs[room]![name]!.example
      const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) => params[key] ?? '')
      const response = await house.request(
        `${path}?${new URLSearchParams(query)}`,
        {
          method: endpoint.method,
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `record-${turn++}`,
            ...(endpoint.expects === 'version' && { 'if-match': '"v1"' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        person,
      )
      const { code = '' } = (await response.json()) as { code?: string }
      const made = await freshRows()
      const isDone = response.status < 300
      const kind = isDone
        ? endpoint.writes
          ? 'wrote'
          : endpoint.discloses
            ? 'disclosed'
            : undefined
        : response.status === 403 && endpoint.needs
          ? 'denied'
          : undefined
      if (isDone) heard.add(action)
      if (!kind) continue
      seen[kind] += 1
      const wanted = `${action} ${kind === 'denied' ? 'denied' : 'allowed'} ${person.id}`
      const ours = made.filter((row) => row === wanted).length
      if (ours !== 1) missing.add(`${action} (${kind} ${code}, ${ours} rows)`)
    }
  await house.close()
  const unheard = all
    .filter(({ endpoint, action }) => (endpoint.discloses || endpoint.writes) && !heard.has(action))
    .map(({ action }) => action)
  return { endpoints: all.length, silent, unreached, ...seen, missing: [...missing], unheard }
}
