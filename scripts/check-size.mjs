// The sizes of .size-limit.json, minified and gzipped, one line each against its limit.
import { run, tally } from './kit/run.mjs'

const { note, close } = tally()
const { output } = await run('size-limit', ['--json'])
const kB = (bytes) => `${(bytes / 1000).toFixed(2)} kB`

/** Names that are measured but not exported: they weigh nothing, and would pass any limit. */
const missing = [...output.matchAll(/Import "([^"]+)" will always be undefined/g)].map(
  ([, name]) => name,
)

try {
  const sizes = JSON.parse(output.slice(output.search(/^\[$/m)))
  for (const { name, passed, size, sizeLimit } of sizes) {
    const isThere = size > 0 && sizeLimit > 0 && !missing.some((absent) => name.includes(absent))
    const measured = isThere ? `${kB(size)} of ${kB(sizeLimit)}` : 'not there to be measured'
    note(`${name}: ${measured}`, isThere && passed === true)
  }
} catch {
  note('size-limit', false, output)
}
close()
