/**
 * Does this request change something on the word of a cookie alone, sent by a page of somebody else's?
 * A browser adds cookies to any request; it adds no `Authorization` header, and it does say where a
 * request comes from. What another site could have sent is refused; programs that are no browsers send
 * none of these headers.
 */
export function isCrossSite(request: Request, origins: readonly string[]): boolean {
  if (request.method === 'GET' || request.headers.has('authorization')) return false
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== new URL(request.url).origin && !origins.includes(origin))
    return true
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site')
    return origin === null || !origins.includes(origin)
  return false
}
