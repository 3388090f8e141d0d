/** Sealed text as it is stored: `v1.<algorithm>.<key>.<iv>.<text>.<tag>`. */
export interface SealedParts {
  readonly algorithm: string
  /** Which key: `c` for the customer's own, else the data key's id. */
  readonly keyId: string
  readonly body: string
}

const form = /^v1\.(gcm|sm4)\.([a-z0-9-]{1,40})\.([\w-]+\.[\w-]*\.[\w-]+)$/

/** What a stored text says of itself; nothing, when it is not sealed. */
export function readSealed(stored: string): SealedParts | undefined {
  if (!stored.startsWith('v1.')) return undefined
  const [, algorithm, keyId, body] = form.exec(stored) ?? []
  if (algorithm === undefined || keyId === undefined || body === undefined) return undefined
  return { algorithm, keyId, body }
}

/** Write sealed text. */
export const writeSealed = ({ algorithm, keyId, body }: SealedParts): string =>
  `v1.${algorithm}.${keyId}.${body}`

/** Where a sealed value belongs: moved to another place, it does not open. */
export const placeOf = (
  bankId: string,
  table: string,
  column: string,
  rowId: string,
  keyId: string,
): string => [bankId, table, column, rowId, keyId].join('|')
