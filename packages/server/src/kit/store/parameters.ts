/**
 * A value as the text PostgreSQL reads, the same on every engine: the server alone decides the type.
 * Lists become arrays, except lists with objects in them, which become JSON, as plain objects do.
 */
export function toParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number') return finite(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${hex(value)}`
  if (Array.isArray(value) && value.every(isScalar)) return arrayText(value)
  if (typeof value === 'object') return JSON.stringify(value)
  throw new TypeError(`A ${typeof value} cannot be stored.`)
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object'

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be stored.`)
  return String(value)
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const arrayText = (items: readonly unknown[]): string => `{${items.map(elementText).join(',')}}`

function elementText(item: unknown): string {
  const text = toParameter(item)
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
