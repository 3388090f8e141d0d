import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

/** What a page of the host may do: its own scripts and styles, and no string becomes code or markup. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

/** Serve the files of a built page, and nothing outside its folder. */
export const servePage =
  (folder: string) =>
  async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const inside = normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname))
    const type = types[extname(inside)]
    if (request.method !== 'GET' || type === undefined || inside.includes('..'))
      return new Response('Not found', { status: 404 })
    try {
      const hashed = inside.startsWith('/assets/')
      return new Response(await readFile(join(folder, inside)), {
        headers: {
          'content-type': type,
          'content-security-policy': PAGE_POLICY,
          // The page itself is kept nowhere: going back must not show who sat here before.
          'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return new Response('Not found', { status: 404 })
    }
  }
