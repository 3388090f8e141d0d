// The test bank behind MSW in a browser: the real server, in the page itself.
import { copyFileSync, createReadStream, existsSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { build } from 'vite'
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish } from './kit/check.mjs'

const outDir = mkdtempSync(join(tmpdir(), 'crm-msw-'))
await build({
  root: resolve(import.meta.dirname, 'msw-page'),
  resolve: { conditions: ['@crm/source', 'module', 'browser', 'development|production'] },
  build: { outDir, emptyOutDir: true, target: 'es2022' },
  logLevel: 'error',
})
const msw = dirname(createRequire(import.meta.url).resolve('msw/package.json'))
copyFileSync(join(msw, 'lib/mockServiceWorker.js'), join(outDir, 'mockServiceWorker.js'))

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }
const server = createServer((request, response) => {
  const path = join(
    outDir,
    request.url === '/' ? 'index.html' : new URL(request.url, 'http://x').pathname,
  )
  if (!existsSync(path)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
  createReadStream(path).pipe(response)
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))

const browser = await openBrowser()
const { page, faults } = await openPage(browser, 'desktop')
await check('a page’s own fetch is answered by the bank inside it', async () => {
  await page.goto(`http://localhost:${server.address().port}/`)
  await page
    .getByText('李桂芳')
    .waitFor({ timeout: 30_000 })
    .catch(async (error) => {
      throw new Error(
        `${error.message}\n${(await faults()).join('\n')}\n${await page.textContent('main')}`,
      )
    })
})
await browser.close()
server.close()
finish()
