import { guardErrors } from '@crm/core'

/** The header that our own client sends and no form or link can; its value does not matter. */
export const CLIENT_HEADER = 'x-crm-client'

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * Hold a request that is signed in by a cookie to have come from our own pages; call it before
 * anything else in that mode. A browser adds the cookie to whatever is sent here, by whatever page;
 * with a bearer token no such guard is needed.
 *
 * Four marks, each of which a foreign page fails by itself: the header of our client, an `Origin` of
 * the list on every write, no foreign `Sec-Fetch-Site`, and a body that is JSON. The cookie itself
 * should be `SameSite=Strict; Secure; HttpOnly`; setting it is the host's business.
 *
 * @param origins exactly as browsers send them: `https://crm.bank.cn`, no path, no star
 * @throws `request.cross_site`
 */
export function holdToOwnPages(request: Request, origins: readonly string[]): void {
  const { headers, method } = request
  const refuse = (why: string) => {
    throw guardErrors.crossSite(why)
  }
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')

  if (!headers.get(CLIENT_HEADER)) refuse(`the header ${CLIENT_HEADER} is missing`)
  if (site !== null && site !== 'same-origin' && site !== 'same-site') refuse('Sec-Fetch-Site')
  if (origin !== null && !origins.includes(origin)) refuse('Origin')
  // A listed sibling is told by its Origin; same-site alone may be any machine under the domain.
  if (origin === null && site === 'same-site') refuse('Sec-Fetch-Site without Origin')
  if (reading.has(method)) return

  if (origin === null) refuse('Origin is missing')
  const type = headers.get('content-type')
  if (type === null && request.body === null) return
  if (!isJson(type)) refuse('Content-Type')
}

const isJson = (type: string | null): boolean =>
  type !== null && /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)
