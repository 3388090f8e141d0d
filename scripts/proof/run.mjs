// `pnpm proof <suite> [--json] [--data DIR] [--full] [--only T09,R12]`: published results and real data,
// line by line. With --count the last line is the sum, as a step of `npm test` says it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { printLines, suiteFile, underSource } from '../kit/suite.mjs'

underSource(fileURLToPath(import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    data: { type: 'string', default: `${root}../shared/data` },
    full: { type: 'boolean', default: process.env.FULL === '1' },
    only: { type: 'string' },
    untested: { type: 'boolean', default: false },
    count: { type: 'boolean', default: false },
  },
})
const { full, untested, json, count } = values
const suite = await import(suiteFile(fileURLToPath(new URL('.', import.meta.url)), positionals[0]))
const lines = await suite.run({
  data: existsSync(values.data) ? values.data : undefined,
  full,
  untested,
  only: values.only?.split(','),
})
const failed = lines.filter(({ verdict, timing }) => verdict === 'short' && !timing)
if (count) {
  for (const { line, limit, verdict } of lines)
    if (verdict === 'not run') console.log(`note ${line}: not run, ${limit}`)
  printLines(failed, false)
  const passed = lines.filter(({ verdict }) => verdict === 'pass').length
  console.log(`${passed} passed, ${failed.length} failed`)
} else printLines(lines, json)
// A slow machine is no fault: timings tell, they do not fail.
process.exit(failed.length > 0 ? 1 : 0)
