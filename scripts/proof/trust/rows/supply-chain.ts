import { readFileSync } from 'node:fs'
import { supplyFaults } from '../../../check-supply.mjs'
import { broughtBy, budgets } from '../../../kit/supply.mjs'
import { readSupply } from '../../../kit/supply-here.mjs'
import { billsOfMaterials } from '../../../write-sbom.mjs'
import { all, atMost, type ProofLine, zero } from '../../line.ts'
import { CANARY, CanaryProject } from '../canary.ts'
import type { TrustProof } from '../row.ts'
import { deeds, unseen } from '../spoilt-supply.ts'

/** The settings of this workspace that decide what an installation may run. */
function ourSettings(): string {
  const text = readFileSync('pnpm-workspace.yaml', 'utf8')
  const [builds = ''] = text.slice(text.indexOf('allowBuilds:')).split('\n\n')
  return builds
}

async function canary(): Promise<ProofLine[]> {
  const project = new CanaryProject()
  const named = (may: boolean) => `${ourSettings()}\n  ${CANARY}: ${may}\n`
  try {
    const barks = await project.install(named(true))
    const quiet = await project.install(ourSettings())
    const passedOver = await project.install(named(false), '--frozen-lockfile')
    const frozen = async () => (await project.install(named(false), '--frozen-lockfile')).code
    project.asks({ canary: 'file:canary.tgz', other: 'file:canary.tgz' })
    const refusals = [await frozen()]
    project.asks({ canary: 'file:canary.tgz' })
    project.relock((text) => text.replace('specifier: file:canary.tgz', 'specifier: file:b.tgz'))
    refusals.push(await frozen())
    const ran = [quiet, passedOver].filter((one) => one.ran).length
    const sound = Number(barks.ran && passedOver.installed && passedOver.code === 0)
    return [
      all('T29 a canary that is allowed to run does, and one that is not is installed', sound, 1),
      zero('T29 installs in which the canary ran though nobody allowed it', ran, 'of 2 installs'),
      all('T29 installs that stop because it wanted to', Number(quiet.code !== 0), 1),
      all(
        'T29 installs refused where lockfile and manifest differ',
        refusals.filter((code) => code !== 0).length,
        2,
      ),
    ]
  } finally {
    project.remove()
  }
}

async function run(): Promise<ProofLine[]> {
  const supply = readSupply()
  const escaped = unseen()
  for (const name of escaped) process.stderr.write(`T29: nobody saw ${name}\n`)
  const count = Object.keys(deeds).length
  const [first, second] = [await billsOfMaterials(), await billsOfMaterials()]
  const parts = Object.values(first).flatMap(
    (text) =>
      JSON.parse(text).components as { group?: string; hashes?: unknown; licenses?: unknown }[],
  )
  const whole = parts.filter(
    ({ group, hashes, licenses }) => licenses && (hashes || group === '@crm'),
  )
  return [
    ...(await canary()),
    all(
      'T29 unreviewed changes of lockfile, manifests and settings that fail the tests',
      count - escaped.length,
      count,
    ),
    zero('T29 faults of the supply chain as it is', supplyFaults(supply).length, 'faults'),
    ...budgets.map((budget) =>
      atMost(
        `T29 foreign packages that ${budget.name} brings${budget.beyond.map((name) => ` beyond ${name}`).join('')}`,
        broughtBy(supply.lockfile, supply.manifests, budget).length,
        budget.most,
        'packages',
      ),
    ),
    all(
      'T29 components of the bills of materials with licence and checksum',
      whole.length,
      parts.length,
    ),
    zero(
      'T29 bills of materials that differ between two runs',
      Object.keys(first).filter((name) => first[name] !== second[name]).length,
      'bills',
    ),
  ]
}

export const proof: TrustProof = { rows: ['T29'], run }
