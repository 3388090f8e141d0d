import canonicalize from 'canonicalize'

/** SHA-256 of a text, in lower-case hex. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The same value gives the same text, whatever the order of its keys (RFC 8785). */
export const canonical = (value: unknown): string => canonicalize(value) ?? 'null'
