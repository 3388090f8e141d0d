// The lockfile as data: what each workspace asks for, what it got, and what that stands on in turn.

const unquoted = (text) => text.replace(/^'|'$/g, '')

/** `key: value` at its depth of indentation; nothing for lines that are no pair. */
function readLine(line) {
  const [, indent, key, value] = /^( *)('[^']+'|[^\s:][^:]*):(?: (.*))?$/.exec(line) ?? []
  return key && { depth: indent.length / 2, key: unquoted(key), value: unquoted(value ?? '') }
}

/** Every pair of a lockfile of pnpm as a tree of objects; text is all there is in it. */
function readTree(text) {
  const root = {}
  const path = [root]
  for (const line of text.split('\n')) {
    const pair = readLine(line)
    if (!pair) continue
    path.length = pair.depth + 1
    const parent = path.at(-1)
    if (!parent) continue
    parent[pair.key] = pair.value === '' || pair.value === '{}' ? {} : pair.value
    if (typeof parent[pair.key] === 'object') path[pair.depth + 1] = parent[pair.key]
  }
  return root
}

/** Read `pnpm-lock.yaml`: importers, catalogs, packages and snapshots by name. */
export function readLockfile(text) {
  const { importers = {}, catalogs = {}, packages = {}, snapshots = {} } = readTree(text)
  return { importers, catalog: catalogs.default ?? {}, packages, snapshots }
}

/** `name@1.2.3(peer@2)` as name and version. */
export function nameAndVersion(id) {
  const plain = id.split('(')[0]
  const at = plain.lastIndexOf('@')
  return { name: plain.slice(0, at), version: plain.slice(at + 1) }
}

const idOf = (name, version) => (/^(@?[^@(]+)@\d/.test(version) ? version : `${name}@${version}`)

/**
 * Everything that a package of ours brings along when it is installed: the ids of foreign packages. What
 * its own packages bring is included, unless they are named in `beyond`; peers are the host's own.
 */
export function closureOf(lockfile, importer, { beyond = [], peers = [] } = {}) {
  const { importers, packages, snapshots } = lockfile
  const found = new Set()
  const visit = (dependencies = {}, peersHere = {}) => {
    for (const [name, version] of Object.entries(dependencies)) {
      // A package's peer is brought by whoever asked for that package.
      if (name in peersHere) continue
      const id = idOf(name, version)
      if (found.has(id)) continue
      found.add(id)
      const { peerDependencies } = packages[id.split('(')[0]] ?? {}
      visit(snapshots[id]?.dependencies, peerDependencies)
      visit(snapshots[id]?.optionalDependencies, peerDependencies)
    }
  }
  const enter = (path) => {
    for (const [name, { version }] of Object.entries(importers[path]?.dependencies ?? {})) {
      if (peers.includes(name)) continue
      if (!version.startsWith('link:')) visit({ [name]: version })
      else if (!beyond.includes(name)) enter(`packages/${name.replace('@crm/', '')}`)
    }
  }
  enter(importer)
  for (const name of beyond)
    for (const id of closureOf(lockfile, `packages/${name.replace('@crm/', '')}`)) found.delete(id)
  return found
}
