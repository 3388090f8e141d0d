import { checkSync } from 'recheck'
import { atLeast, atMost, type ProofLine, timing, zero } from '../../line.ts'
import { readPatterns } from '../patterns.ts'
import type { TrustProof } from '../row.ts'

/**
 * Patterns that are put together while running, of parts that stand in the source: ids are
 * `new RegExp` of their own prefix. Nothing that a caller wrote may ever be one.
 */
const known = ['packages/core/src/kit/ids.ts: ']

/** What drives a backtracking engine mad: long runs of one letter, and an end that does not fit. */
const hard = ['a', '0', ' ', '-', '.', '/', '"', '\\', '=', '李', 'a0', '0.', ' -', '{,', '""']

async function run(): Promise<ProofLine[]> {
  // The engine that needs no other program.
  process.env.RECHECK_BACKEND = 'pure'
  const { literals, made } = readPatterns()
  const different = new Map(literals.map((one) => [`/${one.source}/${one.flags}`, one]))
  const vulnerable: string[] = []
  const unsure: string[] = []
  const times: number[] = []
  for (const [pattern, { place, source, flags }] of different) {
    const found = checkSync(source, flags, { timeout: 60_000 })
    if (found.status === 'vulnerable') vulnerable.push(`${place} ${pattern}`)
    if (found.status === 'unknown') unsure.push(`${place} ${pattern} ${found.error.kind}`)
    for (const part of hard) {
      const text = `${part.repeat(10_000 / part.length)}\u0000!`
      const regexp = new RegExp(source, flags.replace(/[gy]/g, ''))
      const began = performance.now()
      regexp.test(text)
      times.push(performance.now() - began)
    }
  }
  for (const one of vulnerable) process.stderr.write(`T14 vulnerable: ${one}\n`)
  for (const one of unsure) process.stderr.write(`T14 not decided: ${one}\n`)
  const strange = made.filter((one) => !known.some((place) => one.startsWith(place)))
  for (const one of strange) process.stderr.write(`T14 made while running: ${one}\n`)
  const slowest = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
  const of = `of ${different.size}`
  return [
    atLeast('T14 regular expressions of the source, checked', different.size, 50, 'patterns'),
    zero('T14 of them vulnerable (recheck)', vulnerable.length, of),
    timing(zero('T14 of them not decided in a minute', unsure.length, of)),
    zero('T14 patterns made of what a caller wrote', strange.length, `of ${made.length} made`),
    zero('R27 findings', vulnerable.length + strange.length, of),
    timing(
      atMost('R27 p99 of one over 10 kB of hard text', Math.round(slowest * 100) / 100, 10, 'ms'),
    ),
  ]
}

export const proof: TrustProof = { rows: ['T14', 'R27'], run }
