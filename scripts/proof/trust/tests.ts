// Rows whose proof is a test: the files are run, and their outcome is the row's.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How the tests of a file ended. */
export interface FileOutcome {
  readonly passed: number
  readonly failed: number
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Run these test files in one go; by file, how many tests passed and failed. */
export function runTests(files: readonly string[]): ReadonlyMap<string, FileOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-proof-'))
  const out = join(folder, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const words = [vitest, 'run', ...files, '--reporter=json', `--outputFile=${out}`]
  spawnSync(process.execPath, words, {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const outcomes = new Map<string, FileOutcome>()
  const report = JSON.parse(readFileSync(out, 'utf8')) as Report
  rmSync(folder, { recursive: true, force: true })
  for (const { name, assertionResults } of report.testResults) {
    const file = files.find((one) => name.endsWith(one))
    if (!file) continue
    const count = (status: string) => assertionResults.filter((one) => one.status === status).length
    outcomes.set(file, { passed: count('passed'), failed: count('failed') })
  }
  return outcomes
}
