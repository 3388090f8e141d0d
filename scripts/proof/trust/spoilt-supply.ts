// Changes to lockfile, manifests and settings that nobody reviewed, and which check has to see them.
import { readFileSync } from 'node:fs'
import { lockfileFaults } from '../../check-lockfile.mjs'
import { supplyFaults } from '../../check-supply.mjs'
import { readLockfile } from '../../kit/lockfile.mjs'
import { readSupply } from '../../kit/supply-here.mjs'

type Supply = ReturnType<typeof readSupply>

/** The lockfile's text, and everything else as it was read. */
interface Here {
  text: string
  supply: Supply
}

type Deed = (here: Here) => void

const swap =
  (pattern: RegExp, into: string): Deed =>
  (here) => {
    const changed = here.text.replace(pattern, into)
    if (changed === here.text) throw new Error(`${pattern} is not in the lockfile`)
    here.text = changed
  }
const inManifest =
  (path: string, kind: string, name: string, wanted: string | undefined): Deed =>
  ({ supply }) => {
    const manifest = supply.manifests[path] as Record<string, Record<string, string> | undefined>
    const { [name]: _gone, ...rest } = manifest[kind] ?? {}
    manifest[kind] = wanted === undefined ? rest : { ...rest, [name]: wanted }
  }
const server = 'packages/server'

/** Every unreviewed change, by what it is. */
export const deeds: Readonly<Record<string, Deed>> = {
  'a package locked that no manifest asks for': inManifest(
    server,
    'dependencies',
    'hono',
    undefined,
  ),
  'a package asked for that is not locked': inManifest(
    server,
    'dependencies',
    'left-pad',
    'catalog:',
  ),
  'another version of the catalog': ({ supply }) => {
    supply.catalog.hono = '4.12.26'
  },
  'another version in the lockfile': swap(
    /(hono:\n {8}specifier: 'catalog:'\n {8}version: )4\.[\d.]+/,
    '$14.99.0',
  ),
  'another range in the lockfile': swap(/(hono:\n {8}specifier: )'catalog:'/, '$1^4.0.0'),
  'a range instead of the catalog': inManifest(server, 'dependencies', 'hono', '^4.0.0'),
  'a dependency from git': inManifest(server, 'dependencies', 'hono', 'git+ssh://host/hono.git'),
  'a dependency from an address': inManifest(
    server,
    'dependencies',
    'hono',
    'https://host/hono.tgz',
  ),
  'an archive in the lockfile': swap(
    /resolution: \{integrity: (sha512-\S+)\}/,
    'resolution: {tarball: https://host/a.tgz, integrity: $1}',
  ),
  'a package without a checksum': swap(/resolution: \{integrity: sha512-\S+\}/, 'resolution: {}'),
  'a weaker checksum': swap(/integrity: sha512-/, 'integrity: sha1-'),
  'a known weakness': swap(/\n {2}hono@4\.[\d.]+:\n/, '\n  hono@4.12.24:\n'),
  'a release that was taken over': swap(/\n {2}chalk@4\.1\.2:\n/, '\n  chalk@5.6.1:\n'),
  'a fourth package for the client': (here) => {
    inManifest('packages/client', 'dependencies', 'jose', 'catalog:')(here)
    swap(
      /(packages\/client:\n {4}dependencies:\n)/,
      "$1      jose:\n        specifier: 'catalog:'\n        version: 6.2.18\n",
    )(here)
    inManifest('packages/client', 'devDependencies', 'jose', undefined)(here)
  },
  'a package that may build, without a reason': ({ supply }) => {
    supply.allowBuilds.msw = true
  },
  'a package that builds, and is not listed': ({ supply }) =>
    void delete supply.allowBuilds.esbuild,
}

/** How many of these changes the checks of `npm test` see. */
export function unseen(): readonly string[] {
  const text = readFileSync('pnpm-lock.yaml', 'utf8')
  const { installed, ...supply } = readSupply()
  return Object.entries(deeds)
    .filter(([, deed]) => {
      const here = { text, supply: { ...structuredClone(supply), installed } }
      deed(here)
      const lockfile = readLockfile(here.text)
      return (
        [...lockfileFaults(here.text), ...supplyFaults({ ...here.supply, lockfile })].length === 0
      )
    })
    .map(([name]) => name)
}
