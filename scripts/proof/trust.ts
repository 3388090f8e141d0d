import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { held, known, notRun, type ProofLine } from './line.ts'
import { everyRow, whyOpen } from './trust/open-rows.ts'
import type { TrustProof, TrustRun } from './trust/row.ts'

/** What `pnpm proof trust` may be asked for. */
export interface TrustOptions {
  readonly data: string | undefined
  readonly full: boolean
  /** Only the files that prove one of these rows; all, when left out. */
  readonly only?: readonly string[]
  /** Leave out the rows that `npm test` proves as tests. */
  readonly untested?: boolean
}

const folder = fileURLToPath(new URL('trust/rows', import.meta.url))

/** The rows of the threat model and of the reliability plan, one or more lines each. */
export async function run(options: TrustOptions): Promise<ProofLine[]> {
  const { data, full, only = [], untested = false } = options
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const asked: TrustRun = { full, seed, data }
  const lines: ProofLine[] = [known('trust: seed', seed, '')]
  for (const file of globSync('*.ts', { cwd: folder }).sort()) {
    if (untested && basename(file) === 'tested.ts') continue
    const { proof } = (await import(pathToFileURL(join(folder, file)).href)) as {
      proof: TrustProof
    }
    if (only.length > 0 && !proof.rows.some((row) => only.includes(row))) continue
    const began = performance.now()
    // A proof that breaks proves nothing, and takes no other with it.
    const own = await proof.run(asked).catch((error: unknown): readonly ProofLine[] => {
      process.stderr.write(`${file}: ${error instanceof Error ? error.stack : String(error)}\n`)
      return [held(`${proof.rows[0]} ${file} broke`, 1, 'faults', '= 0', false)]
    })
    lines.push(...own)
    for (const line of own)
      if (line.verdict === 'short') process.stderr.write(`short ${JSON.stringify(line)}\n`)
    process.stderr.write(`${file}: ${Math.round((performance.now() - began) / 1000)} s\n`)
  }
  const proved = new Set(lines.map(({ line }) => line.slice(0, 3)))
  if (only.length === 0 && !untested)
    for (const row of everyRow)
      if (!proved.has(row)) lines.push(notRun(row, whyOpen[row] ?? 'not written yet'))
  return lines.sort((a, b) => (a.line < b.line ? -1 : 1))
}
