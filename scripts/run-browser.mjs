// Runs every browser test, one after the other, with the Chromium of this machine. Each is a program that
// reads CHROMIUM, prints a line a check, and ends with `N passed, N failed`.
import { globSync } from 'node:fs'
import { findChromium } from './find-chromium.mjs'
import { run } from './kit/run.mjs'

const summary = /^(\d+) passed, (\d+) failed$/
const files = globSync('tests/browser/*.test.mjs').sort()
const total = { passed: 0, failed: 0 }

try {
  const CHROMIUM = await findChromium(console.log)
  for (const file of files) {
    const source = ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning']
    const { code, output } = await run(process.execPath, [...source, file], { env: { CHROMIUM } })
    const [, passed = 0, failed = 1] = output.trimEnd().split('\n').at(-1)?.match(summary) ?? []
    total.passed += Number(passed)
    total.failed += code === 0 ? Number(failed) : Math.max(1, Number(failed))
    console.log(`${file}\n${output.trimEnd()}`)
  }
} catch (fault) {
  total.failed += 1
  console.log(fault.message)
}
if (files.length === 0) {
  total.failed += 1
  console.log('There is no browser test in tests/browser.')
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
