// File names and sizes: kebab-case, no attics, nothing longer than a reader can hold.
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { report } from './kit/sources.mjs'

const LONGEST = 300
const attics = /^(types?|utils?|utilities|helpers?|common|constants?|misc|shared|lib)$/
const ours = /^(packages\/[^/]+\/(src|fixtures)|scripts|tests|examples)\//
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(config|d|test|test-d))*\.[a-z0-9]+$/
const code = /\.(ts|tsx|mjs|js|css)$/

/** What is wrong with a file's name or length. */
export function nameFaults({ path, text }) {
  if (!ours.test(path)) return []
  const faults = []
  const folders = posix.dirname(path).split('/')
  const name = posix.basename(path)
  const [stem] = name.split('.')
  if (code.test(path) && !kebab.test(name)) faults.push('file names are kebab-case')
  if (code.test(path) && [stem, ...folders.slice(2)].some((part) => attics.test(part)))
    faults.push('an attic: name it for what it holds')
  const lines = text.split('\n').length - 1
  if (code.test(path) && lines > LONGEST) faults.push(`${lines} lines; stop at ${LONGEST}`)
  return faults.map((why) => `${path}: ${why}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = globSync(
    ['packages/*/{src,fixtures}/**', 'packages/*/*', '{scripts,tests,examples}/**'],
    {
      exclude: (path) => /(^|[\\/])(node_modules|dist)$/.test(path),
    },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => code.test(path) && !/(^|\/)(node_modules|dist)\//.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  report(sources.flatMap(nameFaults), `${sources.length} files are well named and short enough.`)
}
