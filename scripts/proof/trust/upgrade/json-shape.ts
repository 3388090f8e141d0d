// As much of JSON Schema as our OpenAPI documents use: enough to hold an answer to what was promised.

/** A schema as it stands in the document. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly propertyNames?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

/** Where a value is not as its schema says, as `items.0.name: required`; nothing where it fits. */
export function shapeFaults(value: unknown, schema: Schema, at = ''): string[] {
  if (schema.$ref !== undefined) return []
  if (schema.anyOf) {
    const tried = schema.anyOf.map((one) => shapeFaults(value, one, at))
    return tried.some((faults) => faults.length === 0)
      ? []
      : tried.sort((a, b) => a.length - b.length)[0]!
  }
  const type = typeOf(value)
  const types = schema.type === undefined ? [type] : [schema.type].flat()
  if (!types.includes(type) && !(type === 'integer' && types.includes('number')))
    return [`${at}: ${type} instead of ${types}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: not one of the known words`]
  if (typeof value === 'string') return textFaults(value, schema, at)
  if (typeof value === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
    return value >= minimum && value <= maximum ? [] : [`${at}: out of range`]
  }
  if (Array.isArray(value) && schema.items) {
    const { items } = schema
    return value.flatMap((one, n) => shapeFaults(one, items, `${at}.${n}`))
  }
  return type === 'object' ? objectFaults(value as Record<string, unknown>, schema, at) : []
}

function textFaults(text: string, { pattern, minLength, maxLength }: Schema, at: string) {
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return [`${at}: pattern`]
  const isLong = [...text].length
  return isLong >= (minLength ?? 0) && isLong <= (maxLength ?? Number.POSITIVE_INFINITY)
    ? []
    : [`${at}: length`]
}

function objectFaults(value: Record<string, unknown>, schema: Schema, at: string): string[] {
  const { properties = {}, required = [], additionalProperties: more = true } = schema
  const missing = required.filter((name) => value[name] === undefined)
  return [
    ...missing.map((name) => `${at}.${name}: required`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const own = properties[name]
      if (own) return shapeFaults(inner, own, `${at}.${name}`)
      if (more === false) return [`${at}.${name}: unknown to the previous release`]
      return typeof more === 'object' ? shapeFaults(inner, more, `${at}.${name}`) : []
    }),
  ]
}
