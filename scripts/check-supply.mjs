// What the packages stand on: how many, under which licences, from where, and nothing known to be bad.
import { fileURLToPath } from 'node:url'
import { closureOf } from './kit/lockfile.mjs'
import { report } from './kit/sources.mjs'
import {
  agreementFaults,
  broughtBy,
  budgetFaults,
  budgets,
  licenceFaults,
  manifestFaults,
  scriptFaults,
  versionFaults,
} from './kit/supply.mjs'
import { readSupply } from './kit/supply-here.mjs'

/** Everything that is wrong with what the packages stand on. */
export function supplyFaults({ lockfile, manifests, catalog, allowBuilds, installed }) {
  const runtime = new Set(
    budgets
      .flatMap(({ name }) => [...closureOf(lockfile, `packages/${name}`)])
      .map((id) => id.split('(')[0]),
  )
  const served = installed.filter(({ name, version }) => runtime.has(`${name}@${version}`))
  return [
    ...Object.entries(manifests).flatMap(([path, manifest]) => manifestFaults(path, manifest)),
    ...agreementFaults(lockfile, manifests, catalog),
    ...budgetFaults(lockfile, manifests),
    ...versionFaults(lockfile),
    ...scriptFaults(installed, allowBuilds),
    ...licenceFaults(served),
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const supply = readSupply()
  const counts = budgets.map((budget) => {
    const { length } = broughtBy(supply.lockfile, supply.manifests, budget)
    return `${budget.name} ${length} of ${budget.most}`
  })
  report(
    supplyFaults(supply),
    `Foreign packages: ${counts.join(', ')}. Licences, versions and sources are as agreed.`,
  )
}
