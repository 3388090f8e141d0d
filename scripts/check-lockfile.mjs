// The lockfile names packages by version and checksum alone: no host, no git, no folder of one machine.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { report } from './kit/sources.mjs'

const foreign = [
  [/\b(?:https?|git|ssh|git\+\w+):\/\//i, 'names a host'],
  [/\b(?:github|gitlab|bitbucket):/i, 'names a repository'],
  [/\btarball:/, 'names an archive'],
  [/\bresolution: \{(?!integrity: sha512-)/, 'has no sha512 checksum'],
  [
    /\s(?:file|link):(?!(?:\.\.\/)*(?:packages|examples)\/|\.\.\/)/,
    'names a folder of one machine',
  ],
]

/** Every line of a lockfile that would make an install depend on one place. */
export const lockfileFaults = (text) =>
  text
    .split('\n')
    .flatMap((line, index) =>
      foreign
        .filter(([pattern]) => pattern.test(line))
        .map(([, why]) => `pnpm-lock.yaml:${index + 1}: ${why}: ${line.trim()}`),
    )

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = lockfileFaults(readFileSync('pnpm-lock.yaml', 'utf8'))
  const versions = readFileSync('pnpm-workspace.yaml', 'utf8')
    .split('\n')
    .filter((line) => /:\s*["']?[~^*]|:\s*["']?latest/.test(line))
    .map((line) => `pnpm-workspace.yaml: not one exact version: ${line.trim()}`)
  report([...faults, ...versions], 'The lockfile names exact versions and checksums, and no host.')
}
