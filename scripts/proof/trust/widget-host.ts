import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { PAGE_POLICY, servePage } from '../../../examples/manager-desk/server/page.ts'
import { captureTemplates, filled } from './templates.ts'

/** The page of all widgets behind a strict policy, answered with texts of the proof's choosing. */
export interface WidgetHost {
  readonly url: string
  /** How many places of how many answers hold a chosen text. */
  readonly places: number
  readonly answers: number
  /** From here on the answers under this name hold this text. */
  readonly say: (name: string, text: string) => void
  readonly close: () => Promise<void>
}

/** Build the page once, and serve it. */
export async function openWidgetHost(): Promise<WidgetHost> {
  const { NODE_ENV } = process.env
  const outDir = mkdtempSync(join(tmpdir(), 'crm-widgets-'))
  const { default: react } = await import('@vitejs/plugin-react')
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'widget-page'),
    plugins: [react()],
    resolve: { conditions: ['@crm/source', 'module', 'browser', 'development|production'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome109',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
    logLevel: 'error',
  })
  if (NODE_ENV === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = NODE_ENV
  const templates = await captureTemplates()
  const texts = new Map<string, string>()
  const page = servePage(outDir)
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    const [, name = '', path = ''] = /^\/api\/([^/]+)(\/.*)$/.exec(pathname) ?? []
    const template = templates.find((one) => one.path === path && one.method === request.method)
    if (template) {
      request.resume()
      const body = JSON.stringify(filled(template, texts.get(name) ?? ''))
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      return response.end(body)
    }
    if (name !== '')
      return response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
    if (pathname === '/careless')
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>x</title>')
    const answer = await page(new Request(`http://x${pathname}`))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  if (!PAGE_POLICY.includes("require-trusted-types-for 'script'"))
    throw new Error('The page’s policy does not require trusted types.')
  return {
    url: `http://127.0.0.1:${port}/`,
    places: templates.reduce((sum, { texts: found }) => sum + found.length, 0),
    answers: templates.length,
    say: (name, text) => void texts.set(name, text),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
