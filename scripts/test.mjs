// `npm test`: everything that holds the house up, in order, one line a step. It goes on after a failure,
// so that one run shows all of them, and ends with the sum alone on the last line.
//   npm test                      all
//   npm test -- floors unit       only the steps of these names
import { performance } from 'node:perf_hooks'
import { stripVTControlCharacters } from 'node:util'
import { run } from './kit/run.mjs'
import { steps } from './kit/steps.mjs'

const LINES_SHOWN = 80
const WIDEST = 240
const summary = /^(\d+) passed, (\d+) failed$/

/** A step that counts says so in its last line; any other counts as one. */
function countOf({ code, output }) {
  const [, passed, failed] = output.trimEnd().split('\n').at(-1)?.match(summary) ?? []
  if (passed === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  // A step may not end in failure and count none: something broke beside its tests.
  return {
    passed: Number(passed),
    failed: code === 0 ? Number(failed) : Math.max(1, Number(failed)),
  }
}

/** The end of what a step said, without colours and without the lines that tell of success. */
const tailOf = (output) => {
  const said = stripVTControlCharacters(output).trimEnd().split('\n')
  const lines = said.filter((line) => line.trim() !== '' && !/^\s*ok {2}/.test(line))
  const left = lines.length - LINES_SHOWN
  return [...(left > 0 ? [`… ${left} lines before`] : []), ...lines.slice(-LINES_SHOWN)]
    .map((line) => `    ${line.slice(0, WIDEST)}`)
    .join('\n')
}

/** What a step has to say even when all is well: tests that were left out, and why. */
const notesOf = (output) => output.split('\n').filter((line) => line.startsWith('note '))

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
const total = { passed: 0, failed: unknown.length }
const began = performance.now()
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

for (const name of unknown) console.log(`FAIL  there is no step called ${name}`)

for (const { name, says, command } of steps) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const start = performance.now()
  const [program, ...args] = command
  const result = await run(program, args)
  const { passed, failed } = countOf(result)
  total.passed += passed
  total.failed += failed
  const counts = failed > 0 ? `${passed} passed, ${failed} failed` : `${passed} passed`
  console.log(
    `${failed > 0 ? 'FAIL' : 'ok  '}  ${name.padEnd(10)} ${says}: ${counts}, ${seconds(start)}`,
  )
  if (failed > 0) console.log(tailOf(result.output))
  else for (const note of notesOf(result.output)) console.log(`    ${note}`)
}

console.log(`\n${seconds(began)} in all`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
