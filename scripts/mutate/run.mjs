// `pnpm mutate [--only policy,mask] [--branches] [--incremental] [--json]`: how many small mistakes in the
// modules that trust rests on are noticed by their tests, and whether these take every branch (R36).
// Survivors are listed in coverage/mutate/survivors.md. With --branches no mistakes are made; with
// --count the last line is the sum, as a step of `npm test` says it.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { printLines, underSource } from '../kit/suite.mjs'

underSource(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    branches: { type: 'boolean', default: false },
    incremental: { type: 'boolean', default: false },
    count: { type: 'boolean', default: false },
  },
})
const { mutationLines } = await import('./lines.ts')
const lines = await mutationLines({ ...values, only: values.only?.split(',') })
const failed = lines.filter(({ verdict }) => verdict === 'short')
printLines(values.count ? failed : lines, values.json)
if (values.count) console.log(`${lines.length - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length > 0 ? 1 : 0)
