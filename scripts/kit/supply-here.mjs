// The same as it lies in this workspace: lockfile, manifests, catalog, and what is installed.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nameAndVersion, readLockfile } from './lockfile.mjs'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** The pairs under a heading of `pnpm-workspace.yaml`. */
function settingsUnder(text, heading) {
  const lines = text.split('\n')
  const start = lines.indexOf(`${heading}:`)
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('  '))
  return Object.fromEntries(
    lines.slice(start + 1, end < 0 ? undefined : end).map((line) => {
      const [, name, value] = /^ {2}"?([^":]+)"?: (.+)$/.exec(line) ?? []
      return [name, value]
    }),
  )
}

/** Everything that the checks need, read from here. */
export function readSupply() {
  const workspace = readFileSync('pnpm-workspace.yaml', 'utf8')
  const builds = settingsUnder(workspace, 'allowBuilds')
  const paths = [
    '.',
    ...globSync(['packages/*/package.json', 'examples/*/package.json']).map((file) =>
      file.replaceAll('\\', '/').replace('/package.json', ''),
    ),
  ]
  const lockfile = readLockfile(readFileSync('pnpm-lock.yaml', 'utf8'))
  return {
    lockfile,
    installed: installedManifests(Object.keys(lockfile.packages)),
    manifests: Object.fromEntries(
      paths.map((path) => [path, readJson(join(path, 'package.json'))]),
    ),
    catalog: settingsUnder(workspace, 'catalog'),
    allowBuilds: Object.fromEntries(
      Object.entries(builds).map(([name, value]) => [name, value === 'true']),
    ),
  }
}

/** The manifests of packages as they are installed; those for other machines are not here. */
export function installedManifests(ids) {
  const folders = new Map()
  for (const folder of readdirSync('node_modules/.pnpm')) folders.set(folder.split('_')[0], folder)
  return [...ids].flatMap((id) => {
    const { name, version } = nameAndVersion(id)
    const folder = folders.get(`${name.replaceAll('/', '+')}@${version}`)
    const file = `node_modules/.pnpm/${folder}/node_modules/${name}/package.json`
    return folder && existsSync(file) ? [readJson(file)] : []
  })
}
