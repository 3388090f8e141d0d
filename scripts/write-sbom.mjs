// A CycloneDX bill of materials for each package, into its `dist`, so that it travels with the package.
// pnpm reads it from the lockfile, offline; what differs from run to run, and where a package was fetched
// from, is left out: the same lockfile gives the same file to the byte.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageNames } from './kit/pack.mjs'
import { pnpm } from './kit/run.mjs'
import { installedManifests } from './kit/supply-here.mjs'

const byRef = (one, other) =>
  (one['bom-ref'] ?? one.ref) < (other['bom-ref'] ?? other.ref) ? -1 : 1

/** A component with its checksum beside it instead of beside an address, and with its licence. */
function plain({ externalReferences = [], ...component }) {
  const { name, version, group } = component
  const hashes = externalReferences.flatMap((one) => one.hashes ?? [])
  const fullName = group ? `${group}/${name}` : name
  const [manifest] = component.licenses ? [] : installedManifests([`${fullName}@${version}`])
  const licence = manifest?.license && { licenses: [{ license: { id: manifest.license } }] }
  return { ...component, ...licence, ...(hashes.length > 0 && { hashes }) }
}

/** What pnpm wrote, with nothing in it that another run would write otherwise. */
export function settled(text) {
  const {
    $schema,
    bomFormat,
    specVersion,
    metadata,
    components = [],
    dependencies = [],
  } = JSON.parse(text)
  const body = {
    metadata: { component: plain(metadata.component) },
    components: components.map(plain).sort(byRef),
    dependencies: dependencies
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: [...dependsOn].sort() }))
      .sort(byRef),
  }
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  // A UUID of version 8 (RFC 9562): its bits are our own, here those of the content.
  const parts = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ]
  const head = {
    $schema,
    bomFormat,
    specVersion,
    serialNumber: `urn:uuid:${parts.join('-')}`,
    version: 1,
  }
  return `${JSON.stringify({ ...head, ...body }, undefined, 2)}\n`
}

/** The bill of every package, by its short name. */
export async function billsOfMaterials() {
  const folder = mkdtempSync(join(tmpdir(), 'crm-sbom-'))
  try {
    const words = [
      'sbom',
      '--sbom-format',
      'cyclonedx',
      '--sbom-spec-version',
      '1.6',
      '--prod',
      '--lockfile-only',
    ]
    const { code, output } = await pnpm([
      ...words,
      '--split',
      '--out',
      join(folder, '%s.json'),
      '--filter',
      './packages/*',
    ])
    if (code !== 0) throw new Error(output)
    return Object.fromEntries(
      packageNames.map((name) => [
        name,
        settled(readFileSync(join(folder, `crm-${name}.json`), 'utf8')),
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await billsOfMaterials())) {
    const folder = `packages/${name}/dist`
    if (!existsSync(folder)) mkdirSync(folder)
    writeFileSync(`${folder}/sbom.cdx.json`, text)
    console.log(`${folder}/sbom.cdx.json: ${JSON.parse(text).components.length} components`)
  }
}
