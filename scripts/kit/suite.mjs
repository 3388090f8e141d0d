// Runs one suite of measurements or proofs and prints its lines: one JSON object a line, or a table.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const CONDITION = '--conditions=@crm/source'

/** Start again with the source condition, where this process has it not. */
export function underSource(script) {
  if (process.execArgv.includes(CONDITION)) return
  const args = [CONDITION, '--expose-gc', '--disable-warning=ExperimentalWarning', script]
  const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}

/** The file of a suite in a folder; a sentence with the list where there is none of that name. */
export function suiteFile(folder, name) {
  const found = [`${name}.ts`, `${name}.mjs`].map((file) => join(folder, file))
  const file = name && found.find((path) => existsSync(path))
  if (file) return pathToFileURL(file).href
  const names = globSync('*.{ts,mjs}', { cwd: folder })
    .map((path) => basename(path).replace(/\.(ts|mjs)$/, ''))
    .filter((path) => path !== 'run' && !path.endsWith('-host') && !path.endsWith('-child'))
  console.error(`Say which suite: ${names.sort().join(', ')}.`)
  process.exit(2)
}

/** Print lines as JSON, or for people. */
export function printLines(lines, json) {
  if (json) {
    for (const { line, figure, unit, limit, verdict } of lines)
      console.log(JSON.stringify({ line, figure, unit, limit, verdict }))
    return
  }
  const widest = Math.max(0, ...lines.map(({ line }) => line.length))
  for (const { line, figure, unit, limit, verdict } of lines)
    console.log(`${verdict.padEnd(8)} ${line.padEnd(widest)}  ${figure} ${unit} ${limit}`.trimEnd())
}
