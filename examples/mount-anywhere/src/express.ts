import type { CrmServer } from '@crm/server'
import { getRequestListener } from '@hono/node-server'
import express, { type Express } from 'express'

/** Inside an Express app, before any body parser: the CRM reads its own bodies, within its limits. */
export function mountInExpress(crm: CrmServer): Express {
  const app = express()
  const listener = getRequestListener(crm.fetch)
  app.all('/crm/*path', (request, response) => void listener(request, response))
  app.get('/', (_request, response) => void response.send('The bank’s own page.'))
  return app
}
