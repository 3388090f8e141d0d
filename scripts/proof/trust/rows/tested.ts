import { held, type ProofLine } from '../../line.ts'
import type { TrustProof } from '../row.ts'
import { testedRows } from '../tested-rows.ts'
import { runTests } from '../tests.ts'

async function run(): Promise<ProofLine[]> {
  const files = [...new Set(testedRows.flatMap((row) => row.files))]
  // Without a file named, every test there is would run.
  if (files.length === 0) return []
  const outcomes = runTests(files)
  return testedRows.map(({ row, title, files: own }) => {
    const found = own.map((file) => outcomes.get(file) ?? { passed: 0, failed: 1 })
    const passed = found.reduce((sum, one) => sum + one.passed, 0)
    const failed = found.reduce((sum, one) => sum + one.failed, 0)
    return held(`${row} ${title}`, passed, 'tests passed', '0 failed', failed === 0 && passed > 0)
  })
}

export const proof: TrustProof = { rows: testedRows.map(({ row }) => row), run }
