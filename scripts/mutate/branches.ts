// Which branches of the groups' files no test of theirs takes.
import { readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { run } from '../kit/run.mjs'
import type { MutationGroup } from './groups.ts'

/** What vitest writes of a file (Istanbul's form). */
interface FileCoverage {
  readonly path: string
  readonly branchMap: Readonly<
    Record<
      string,
      { readonly type: string; readonly locations: readonly { start: { line: number } }[] }
    >
  >
  readonly b: Readonly<Record<string, readonly number[]>>
}

/** The branches of a group's files. */
export interface Branches {
  readonly taken: number
  readonly all: number
  /** `file:line kind` of each that was not taken. */
  readonly missed: readonly string[]
}

const REPORT = 'coverage/branches/coverage-final.json'

/** Run the tests of these groups once and count the branches they take. @throws where a test fails */
export async function branchesOf(
  groups: readonly MutationGroup[],
): Promise<ReadonlyMap<string, Branches>> {
  rmSync(REPORT, { force: true })
  // The configuration of vitest reads it.
  process.env.MUTATE = groups.map(({ name }) => name).join(',')
  const { code, output } = await run('vitest', [
    'run',
    '--config=scripts/mutate/vitest.config.ts',
    '--coverage.enabled',
    '--reporter=dot',
  ])
  if (code !== 0) throw new Error(`The tests of the groups do not pass.\n${output}`)
  const report: Record<string, FileCoverage> = JSON.parse(readFileSync(REPORT, 'utf8'))
  const files = new Map(Object.values(report).map((one) => [relative('.', one.path), one]))
  return new Map(groups.map((group) => [group.name, branchesIn(group, files)]))
}

function branchesIn({ mutate }: MutationGroup, files: ReadonlyMap<string, FileCoverage>): Branches {
  const missed: string[] = []
  let all = 0
  for (const name of mutate) {
    const file = files.get(name)
    // A file that no test loads has no branch taken, however many it has.
    if (!file) missed.push(`${name}: never loaded`)
    if (!file) all += 1
    for (const [id, { type, locations }] of Object.entries(file?.branchMap ?? {}))
      for (const [at, times] of (file?.b[id] ?? []).entries()) {
        all += 1
        if (times === 0) missed.push(`${name}:${locations[at]?.start.line} ${type}`)
      }
  }
  return { taken: all - missed.length, all, missed }
}
