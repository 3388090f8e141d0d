// The sizes of .size-limit.json, minified and gzipped, one line each against its limit.
import { run, tally } from './kit/run.mjs'

const { note, close } = tally()
const { output } = await run('size-limit', ['--json'])
const kB = (bytes) => `${(bytes / 1000).toFixed(2)} kB`

try {
  const sizes = JSON.parse(output.slice(output.indexOf('[')))
  for (const { name, passed, size, sizeLimit } of sizes)
    note(`${name}: ${kB(size)} of ${kB(sizeLimit)}`, passed !== false)
} catch {
  note('size-limit', false, output)
}
close()
