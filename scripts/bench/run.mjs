// `pnpm bench <suite> [--json]`: speed, always beside a peer or a physical limit in the same run.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { printLines, suiteFile, underSource } from '../kit/suite.mjs'

underSource(fileURLToPath(import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const suite = await import(suiteFile(fileURLToPath(new URL('.', import.meta.url)), positionals[0]))
printLines(await suite.run(), values.json)
// A slow machine is no fault: timings tell, they do not fail.
process.exit(0)
