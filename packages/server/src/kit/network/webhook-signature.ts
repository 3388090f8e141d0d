import { guardErrors, type Instant } from '@crm/core'

/** How far the clocks of sender and receiver may be apart, in seconds. */
export const WEBHOOK_WINDOW_SECONDS = 300

/** A call to be signed, or one that was. */
export interface Webhook {
  /** The event's id; a repeated delivery has the same. */
  readonly id: string
  /** The body to the byte, as sent or received: never parsed and written anew. */
  readonly body: string | Uint8Array
}

/** The headers of a signed call, as Standard Webhooks names them. */
export interface WebhookHeaders {
  readonly 'webhook-id': string
  /** Whole seconds since 1970, of this attempt. */
  readonly 'webhook-timestamp': string
  /** One `v1,<base64>` for each secret, parted by blanks. */
  readonly 'webhook-signature': string
}

/** More signatures than a rotation ever needs are not looked at. */
const MOST_SIGNATURES = 8
const LEAST_SECRET_BYTES = 24
const PREFIX = 'whsec_'
const encoder = new TextEncoder()

/**
 * Sign a call with HMAC-SHA-256 by the Standard Webhooks convention: over id, timestamp and body,
 * parted by full stops. While a secret is being changed, give both: each receiver finds its own.
 *
 * @param secrets `whsec_` and base64, of at least 24 random bytes
 * @throws `webhook.secret_weak`; TypeError for an id that could be mistaken for more than an id
 */
export async function signWebhook(
  { id, body }: Webhook,
  secrets: readonly string[],
  now: Instant,
): Promise<WebhookHeaders> {
  if (!isId(id)) throw new TypeError('A webhook id is 1 to 128 letters, digits, _ or -.')
  const timestamp = String(Math.floor(Date.parse(now) / 1_000))
  const content = signedContent(id, timestamp, body)
  const signatures = secrets.map(async (secret) => {
    const key = await keyOf(secret, 'sign')
    return `v1,${base64(new Uint8Array(await crypto.subtle.sign('HMAC', key, content)))}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': (await Promise.all(signatures)).join(' '),
  }
}

/**
 * Hold a received call to its signature and its time. The comparison is `crypto.subtle.verify`'s own,
 * which takes as long for a near miss as for a far one. Afterwards take its id with `takeWebhook`, in
 * the transaction of what it causes.
 *
 * @param secrets those valid now: one, or two while a secret is being changed
 * @returns the event's id
 * @throws `webhook.refused` with why: `headers`, `time` or `signature`; `webhook.secret_weak`
 */
export async function verifyWebhook(
  headers: Headers,
  body: string | Uint8Array,
  secrets: readonly string[],
  now: Instant,
): Promise<string> {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const given = (headers.get('webhook-signature') ?? '').split(' ').filter(Boolean)
  if (!isId(id) || !/^\d{1,11}$/.test(timestamp)) throw guardErrors.webhookRefused('headers')
  if (given.length === 0 || given.length > MOST_SIGNATURES)
    throw guardErrors.webhookRefused('headers')

  const apart = Math.abs(Date.parse(now) - Number(timestamp) * 1_000)
  if (!(apart <= WEBHOOK_WINDOW_SECONDS * 1_000)) throw guardErrors.webhookRefused('time')

  const content = signedContent(id, timestamp, body)
  const signatures = given.flatMap((text) => bytesOf(text, 'v1,') ?? [])
  let right = false
  for (const secret of secrets) {
    const key = await keyOf(secret, 'verify')
    // Every pair is tried: how long it takes tells nobody which secret fits.
    for (const signature of signatures)
      right = (await crypto.subtle.verify('HMAC', key, signature, content)) || right
  }
  if (!right) throw guardErrors.webhookRefused('signature')
  return id
}

/** No full stop in an id, or one could be moved between the parts that are signed. */
const isId = (id: string): boolean => /^[\w-]{1,128}$/.test(id)

function signedContent(id: string, timestamp: string, body: string | Uint8Array) {
  const head = encoder.encode(`${id}.${timestamp}.`)
  const rest = typeof body === 'string' ? encoder.encode(body) : body
  const content = new Uint8Array(head.length + rest.length)
  content.set(head)
  content.set(rest, head.length)
  return content
}

async function keyOf(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = bytesOf(secret, PREFIX)
  if (!bytes || bytes.length < LEAST_SECRET_BYTES) throw guardErrors.webhookSecretWeak()
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use])
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** The bytes behind a prefix and base64. */
function bytesOf(text: string, prefix: string): Uint8Array<ArrayBuffer> | undefined {
  if (!text.startsWith(prefix)) return undefined
  try {
    return Uint8Array.from(atob(text.slice(prefix.length)), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
