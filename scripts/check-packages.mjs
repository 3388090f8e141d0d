// publint and "are the types wrong" over the archives that users install, what each archive holds, and the
// changesets that speak of them.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manifestOf, packAll, packageNames } from './kit/pack.mjs'
import { run, tally } from './kit/run.mjs'

const { note, close } = tally()
const folder = mkdtempSync(join(tmpdir(), 'crm-pack-'))

/** Files that no user should get, and files that every user must. */
function faultsOfFiles(files) {
  const unwanted = files.filter((file) =>
    /\.(test|test-d)\.|__snapshots__|tsup\.config|tsconfig/.test(file),
  )
  const wanted = ['package.json', 'README.md', 'LICENSE', 'dist/sbom.cdx.json']
  const missing = wanted.filter((file) => !files.includes(file))
  return [...unwanted.map((file) => `holds ${file}`), ...missing.map((file) => `has no ${file}`)]
}

async function checkArchive(name, archive) {
  const listing = await run('tar', ['-tzf', archive])
  const files = listing.output
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''))
  const faults = faultsOfFiles(files)
  note(`${name}: its files`, faults.length === 0, faults.join('\n'))

  const manifest = await run('tar', ['-xzOf', archive, 'package/package.json'])
  note(`${name}: real versions in its manifest`, !/workspace:|catalog:/.test(manifest.output))

  const publint = await run('publint', ['run', archive, '--strict'])
  note(`${name}: publint --strict`, publint.code === 0, publint.output)

  const attw = await run('attw', [
    archive,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    'styles.css',
    'widgets.css',
    '--no-emoji',
  ])
  note(`${name}: types resolve (esm-only)`, attw.code === 0, attw.output)
}

/** A changeset must name packages that exist and say something to the people who use them. */
function checkChangesets() {
  const known = new Set(packageNames.map((name) => manifestOf(name).name))
  for (const file of globSync('.changeset/*.md').filter((path) => !path.endsWith('README.md'))) {
    const [, head = '', words = ''] = readFileSync(file, 'utf8').split(/^---$/m)
    const named = [...head.matchAll(/^["']?(@?[^"':]+)["']?: *(major|minor|patch)$/gm)]
    const strangers = named.filter(([, name]) => !known.has(name)).map(([, name]) => name)
    const ok = named.length > 0 && strangers.length === 0 && words.trim().length > 20
    note(`${file} names packages and says what changes`, ok, strangers.join('\n'))
  }
}

try {
  const archives = await packAll(folder)
  await Promise.all(Object.entries(archives).map(([name, archive]) => checkArchive(name, archive)))
  checkChangesets()
} catch (fault) {
  note('packing', false, fault.message)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
close()
