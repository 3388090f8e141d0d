// The least that a browser test needs: named checks, counted, told in one line each.
let passed = 0
let failed = 0

/** Run one check; a thrown error is its failure, and the next one still runs. */
export async function check(name, run) {
  try {
    await run()
    passed += 1
    console.log(`  ok    ${name}`)
  } catch (error) {
    failed += 1
    console.log(
      `  FAIL  ${name}\n        ${String(error?.message ?? error).replaceAll('\n', '\n        ')}`,
    )
  }
}

/** Hold two values to be the same, by their JSON. */
export function same(found, expected, what = 'value') {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`)
}

/** Tell the count, and let the exit code say it too. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed > 0 ? 1 : 0)
}
