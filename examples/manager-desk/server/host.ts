import { createServer, type ServerOptions } from '@crm/server'
import { createDevIdentity } from '@crm/server/node'
import { servePage } from './page.ts'

/** What the host is given. */
export interface HostOptions {
  readonly store: ServerOptions['store']
  readonly bankId: string
  /** Where the built page is. */
  readonly page: string
  /** What else the server is given: keys are in the store; a licence and backups come from here. */
  readonly server?: Pick<ServerOptions, 'licence' | 'backups'>
}

/** Sent to who signs out: the browser forgets what it keeps of this site. */
const signedOut = { 'clear-site-data': '"cache", "storage"', 'cache-control': 'no-store' }

/**
 * The whole example as one fetch handler: the page, the CRM under `/api`, and a sign-in for
 * demonstrations under `/dev`. A bank's host does the same with its own page and its own identity.
 */
export async function createHost({ store, bankId, page, server }: HostOptions) {
  const identity = await createDevIdentity(store, bankId)
  const crm = createServer({
    store,
    basePath: '/api',
    authenticate: identity.authenticate,
    ...server,
  })
  const serve = servePage(page)
  return {
    crm,
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/api/')) return crm.fetch(request)
      if (pathname.startsWith('/dev/')) return identity.fetch(request)
      if (pathname === '/sign-out' && request.method === 'POST')
        return new Response(null, { status: 204, headers: signedOut })
      return serve(request)
    },
  }
}
