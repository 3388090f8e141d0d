// Runs the tests beside the code and counts them one by one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './kit/run.mjs'

const folder = mkdtempSync(join(tmpdir(), 'crm-vitest-'))
const report = join(folder, 'report.json')
// Each bank opens a PostgreSQL of its own in memory: more workers than cores only wait for each other.
const workers = Math.max(1, Math.min(4, availableParallelism()))

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
  if (code !== 0) console.log(output.trimEnd())
  if (skipped > 0) console.log(`${skipped} skipped`)
  console.log(`${numPassedTests} passed, ${code === 0 ? failed : Math.max(1, failed)} failed`)
  process.exitCode = code === 0 && failed === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
