import { disclose, type FieldRule, viewMeta } from '@crm/core'
import type { ReadSession } from './session.ts'

/** What a caller was shown: the records, and the fields that went out unmasked. */
export interface Disclosure {
  readonly output: unknown
  readonly fieldNames: readonly string[]
  /** Whose data it holds. */
  readonly customerIds: ReadonlySet<string>
}

/** What a walk gathers on its way. */
interface Seen {
  readonly fields: Set<string>
  readonly customers: Set<string>
}

type Walk = (value: unknown, session: ReadSession, seen: Seen) => unknown
const walks = new WeakMap<object, Walk>()
const asIs: Walk = (value) => value

interface Def {
  readonly type: string
  readonly shape?: Readonly<Record<string, object>>
  readonly element?: object
  readonly innerType?: object
}

function walkOf(schema: object): Walk {
  const known = walks.get(schema)
  if (known) return known
  const made = makeWalk(schema)
  walks.set(schema, made)
  return made
}

const isSensitive = (rule: FieldRule | undefined): boolean =>
  rule?.level === 'C2' || rule?.level === 'secret'

function makeWalk(schema: object): Walk {
  const meta = viewMeta(schema)
  if (meta)
    return (value, session, seen) => {
      const plan = session.plan(meta)
      const out = disclose(value as Record<string, unknown>, plan, meta)
      for (const field of Object.keys(out))
        if (isSensitive(meta.classes[field]) && plan[field] === 'show')
          seen.fields.add(`${meta.resource}.${field}`)
      const { id, customerId = id } = out as { id?: unknown; customerId?: unknown }
      if (typeof customerId === 'string' && customerId.startsWith('cus_'))
        seen.customers.add(customerId)
      return out
    }
  const { def } = (schema as { _zod: { def: Def } })._zod
  if (def.type === 'array' && def.element) {
    const each = walkOf(def.element)
    if (each === asIs) return asIs
    return (value, session, seen) =>
      (value as readonly unknown[]).map((item) => each(item, session, seen))
  }
  if (def.type === 'object' && def.shape) {
    const walks = Object.entries(def.shape).map(([name, part]) => [name, walkOf(part)] as const)
    const parts = walks.filter(([, walk]) => walk !== asIs)
    if (parts.length === 0) return asIs
    return (value, session, seen) => {
      const out = { ...(value as Record<string, unknown>) }
      for (const [name, walk] of parts)
        if (out[name] !== undefined) out[name] = walk(out[name], session, seen)
      return out
    }
  }
  if ((def.type === 'optional' || def.type === 'readonly') && def.innerType)
    return walkOf(def.innerType)
  return asIs
}

/**
 * Take a handler's full answer down to what the caller may see. The schema says where views are;
 * no handler masks anything, and none can forget to.
 */
export function discloseOutput(schema: object, value: unknown, session: ReadSession): Disclosure {
  const seen: Seen = { fields: new Set(), customers: new Set() }
  const output = walkOf(schema)(value, session, seen)
  return { output, fieldNames: [...seen.fields].sort(), customerIds: seen.customers }
}
