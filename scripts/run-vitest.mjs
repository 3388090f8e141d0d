// Runs the tests beside the code and counts them one by one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { run } from './kit/run.mjs'

const folder = mkdtempSync(join(tmpdir(), 'crm-vitest-'))
const report = join(folder, 'report.json')
const LINES_SHOWN = 120
// Each bank opens a PostgreSQL of its own in memory: more workers than cores only wait for each other.
const workers = Math.max(1, Math.min(4, availableParallelism()))

/** What vitest shows of its failures: from their heading on, without the way through its own files. */
function detailsOf(output) {
  const lines = stripVTControlCharacters(output).split('\n')
  const from = lines.findIndex((line) =>
    /Failed (Suites|Tests) \d|Unhandled (Errors|Rejection)/.test(line),
  )
  return lines
    .slice(from < 0 ? -LINES_SHOWN : from)
    .filter((line) => !line.includes('node_modules'))
    .slice(0, LINES_SHOWN)
    .join('\n')
}

/** The first few tests that were left out: a run without PostgreSQL must not look like one with it. */
const skippedNames = (results) =>
  results
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .slice(0, 5)
    .map(({ fullName }) => fullName)

try {
  const { code, output } = await run('vitest', [
    'run',
    `--maxWorkers=${workers}`,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ])
  const { numPassedTests, numFailedTests, numTotalTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + broken.length
  const skipped = numTotalTests - numPassedTests - numFailedTests
  if (code !== 0) console.log(detailsOf(output))
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(process.cwd(), name)
    if (status === 'failed' && assertionResults.length === 0) console.log(`FAIL ${file}`)
    for (const test of assertionResults)
      if (test.status === 'failed') console.log(`FAIL ${file} › ${test.fullName}`)
  }
  if (skipped > 0) console.log(`note ${skipped} skipped: ${skippedNames(testResults).join('; ')}`)
  console.log(`${numPassedTests} passed, ${code === 0 ? failed : Math.max(1, failed)} failed`)
  process.exitCode = code === 0 && failed === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
