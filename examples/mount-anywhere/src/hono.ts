import type { CrmServer } from '@crm/server'
import { Hono } from 'hono'

/** Inside a Hono app: one line hands every request under `/crm` on. */
export function mountInHono(crm: CrmServer): (request: Request) => Promise<Response> {
  const app = new Hono()
  app.get('/', (c) => c.text('The bank’s own page.'))
  app.all('/crm/*', (c) => crm.fetch(c.req.raw))
  return async (request) => app.fetch(request)
}
