// What the packages stand on, held to budgets, licences and lists. Pure: everything is handed in.
import { isBefore } from '../../packages/server/src/kit/configuration/floors.ts'
import { floors, takenOver } from './known-bad.mjs'
import { closureOf, nameAndVersion } from './lockfile.mjs'

/** How many foreign packages each of ours may bring; what the floor below brings is that floor's. */
export const budgets = [
  { name: 'core', most: 1, beyond: [] },
  { name: 'client', most: 3, beyond: ['@crm/core'] },
  { name: 'react', most: 5, beyond: ['@crm/client'] },
  { name: 'server', most: 40, beyond: [] },
]

/** Licences that a bank may take into its own program without asking its lawyers. */
export const allowedLicences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']

/** Packages that may run something when they are installed, and why. */
export const mayBuild = {
  esbuild: 'unpacks its program for this machine; only builds and tests use it',
  node: 'unpacks Node itself, for machines with an older one',
}

const peersOf = ({ peerDependencies = {} }) => Object.keys(peerDependencies)

/** The foreign packages that one of ours brings, counted as its budget says. */
export const broughtBy = (lockfile, manifests, { name, beyond }) => {
  const path = `packages/${name}`
  const ids = closureOf(lockfile, path, { beyond, peers: peersOf(manifests[path] ?? {}) })
  return [...new Set([...ids].map((id) => id.split('(')[0]))].sort()
}

/** Packages that bring more than they may. */
export const budgetFaults = (lockfile, manifests) =>
  budgets.flatMap((budget) => {
    const brought = broughtBy(lockfile, manifests, budget)
    return brought.length > budget.most
      ? [`packages/${budget.name} brings ${brought.length} packages of ${budget.most}: ${brought}`]
      : []
  })

/** Versions that are known to be bad, anywhere in the lockfile. */
export const versionFaults = ({ packages }) =>
  Object.keys(packages).flatMap((id) => {
    const { name, version } = nameAndVersion(id)
    if (takenOver.includes(`${name}@${version}`)) return [`${id}: a release that was taken over`]
    return floors
      .filter((one) => one.name === name && isBefore(version, one.floor))
      .map(({ floor, advisory }) => `${id}: ${advisory}, take ${floor} or newer`)
  })

/** Places other than a registry, and versions that are decided elsewhere than in the catalog. */
export function manifestFaults(path, manifest) {
  const own = ['dependencies', 'devDependencies', 'optionalDependencies']
  return own.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, wanted]) => wanted !== 'catalog:' && !/^workspace:[\^~*]$/.test(wanted))
      .map(([name, wanted]) => `${path}: ${name} is ${wanted}; versions stand in the catalog`),
  )
}

/** Where the lockfile says something else than the manifests and the catalog. */
export function agreementFaults(lockfile, manifests, catalog) {
  const faults = []
  for (const [path, manifest] of Object.entries(manifests)) {
    const locked = lockfile.importers[path] ?? {}
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      const wanted = manifest[kind] ?? {}
      const got = locked[kind] ?? {}
      for (const name of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
        const peer = manifest.peerDependencies?.[name] !== undefined
        if (wanted[name] === got[name]?.specifier || (peer && !wanted[name])) continue
        faults.push(`${path}: ${name} is ${wanted[name]} there and ${got[name]?.specifier} locked`)
      }
      for (const [name, { specifier, version }] of Object.entries(got))
        if (specifier === 'catalog:' && !version.split('(')[0].endsWith(exact(catalog[name])))
          faults.push(`${path}: ${name} is locked at ${version}, not at ${catalog[name]}`)
    }
  }
  for (const [name, { specifier }] of Object.entries(lockfile.catalog))
    if (catalog[name] !== specifier)
      faults.push(`the catalog's ${name} is ${catalog[name]}, locked as ${specifier}`)
  return faults
}

const exact = (wanted = 'nothing') => wanted.slice(wanted.lastIndexOf('@') + 1)

/** Packages that would run something at installation, and are not on the list; and a list that is longer. */
export function scriptFaults(installed, allowBuilds) {
  const runs = ['preinstall', 'install', 'postinstall']
  const faults = Object.entries(allowBuilds)
    .filter(([name, allowed]) => allowed && !mayBuild[name])
    .map(([name]) => `${name} may build, and nobody said why`)
  for (const { name, version, scripts = {} } of installed)
    if (runs.some((script) => scripts[script]) && allowBuilds[name] === undefined)
      faults.push(`${name}@${version} would run something when it is installed`)
  return faults
}

/** Runtime packages whose licence is not on the list, or that say none. */
export const licenceFaults = (installed) =>
  installed
    .filter(
      ({ license }) =>
        !String(license)
          .split(' OR ')
          .some((one) =>
            one.split(' AND ').every((part) => allowedLicences.includes(part.replace(/[()]/g, ''))),
          ),
    )
    .map(({ name, version, license }) => `${name}@${version}: the licence is ${license}`)
