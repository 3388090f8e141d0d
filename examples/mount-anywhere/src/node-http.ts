import { createServer, type Server } from 'node:http'
import type { CrmServer } from '@crm/server'
import { getRequestListener } from '@hono/node-server'

/** Inside a plain Node server: a listener made of the fetch handler, for the paths it serves. */
export function mountInNode(crm: CrmServer): Server {
  const listener = getRequestListener(crm.fetch)
  return createServer((request, response) => {
    if (request.url?.startsWith('/crm/')) return void listener(request, response)
    response.writeHead(200, { 'content-type': 'text/plain' }).end('The bank’s own page.')
  })
}
