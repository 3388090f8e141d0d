import type { Context, Next } from 'hono'

/** Sent with every answer: nothing is cached, framed, sniffed or referred. */
const always: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
}

/** The request's id: the host's own when it gave a plain one, else a new one. */
export function requestIdOf(request: Request, newId: (prefix: string) => string): string {
  const given = request.headers.get('x-request-id')
  return given && /^[\w.-]{8,64}$/.test(given) ? given : newId('req')
}

/** Put the headers that every answer carries, and those that let listed origins call. */
export const secureHeaders =
  (origins: readonly string[]) =>
  async (c: Context, next: Next): Promise<Response | undefined> => {
    const origin = c.req.header('origin')
    const listed = origin !== undefined && origins.includes(origin)
    if (c.req.method === 'OPTIONS' && origin !== undefined) {
      const allowed = listed
        ? {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
            'access-control-allow-headers':
              'authorization, content-type, crm-purpose, dpop, idempotency-key, if-match, last-event-id, x-request-id',
            'access-control-max-age': '600',
          }
        : {}
      return new Response(null, { status: 204, headers: { ...allowed, vary: 'origin' } })
    }
    await next()
    for (const [name, value] of Object.entries(always)) c.res.headers.set(name, value)
    if (listed) {
      c.res.headers.set('access-control-allow-origin', origin)
      c.res.headers.set('access-control-expose-headers', 'etag, retry-after, x-request-id')
      c.res.headers.set('cross-origin-resource-policy', 'cross-origin')
    }
    if (origins.length > 0) c.res.headers.append('vary', 'origin')
    return undefined
  }
