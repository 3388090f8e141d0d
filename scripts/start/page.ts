import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** A text that changes when any source of the page does. */
function stateOf(root: string): string {
  const files = globSync(
    [
      'examples/manager-desk/{src,public}/**/*',
      'examples/manager-desk/*.{html,ts,json}',
      'packages/{core,client,react}/src/**/*',
      'pnpm-lock.yaml',
    ],
    { cwd: root },
  ).sort()
  const hash = createHash('sha256')
  for (const file of files) {
    const stat = statSync(join(root, file))
    if (stat.isFile()) hash.update(`${file}|${stat.size}|${stat.mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Build the page of the manager's desk, unless it was built from these very sources before. */
export async function buildPage(root: string, folder: string): Promise<void> {
  const stamp = join(folder, '.built-from')
  const state = stateOf(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  const { NODE_ENV } = process.env
  await build({
    configFile: join(root, 'examples/manager-desk/vite.config.ts'),
    build: { outDir: folder, emptyOutDir: true },
    logLevel: 'error',
  })
  // A build says it is for production; the host that follows in this process is not.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = NODE_ENV
  writeFileSync(stamp, state)
}
