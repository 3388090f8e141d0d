// `pnpm proof <suite> [--json] [--data DIR]`: published results and real data, line by line.
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
  },
})
const suite = await import(suiteFile(fileURLToPath(new URL('.', import.meta.url)), positionals[0]))
const lines = await suite.run({ data: existsSync(values.data) ? values.data : undefined })
printLines(lines, values.json)
process.exit(lines.some(({ verdict }) => verdict === 'short') ? 1 : 0)
