// The lines of R36, and the list of what was not noticed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { atLeast, held, type ProofLine } from '../proof/line.ts'
import { type Branches, branchesOf } from './branches.ts'
import { groupsNamed } from './groups.ts'
import { type Score, scoreOf } from './mutants.ts'

const LEAST = 85
const FOLDER = 'coverage/mutate'

/** What is asked for. */
export interface MutationOptions {
  /** Names of groups; all, when left out. */
  readonly only?: readonly string[] | undefined
  /** Count branches and make no mistakes. */
  readonly branches: boolean
  /** Take over what a run before found of files and tests that have not changed. */
  readonly incremental: boolean
}

/** Hold each group to the branches its tests take and to the mistakes they notice. */
export async function mutationLines(options: MutationOptions): Promise<readonly ProofLine[]> {
  const groups = groupsNamed(options.only)
  mkdirSync(FOLDER, { recursive: true })
  const branches = await branchesOf(groups)
  const lines = [...branches].map(([name, found]) => branchLine(name, found))
  for (const { missed } of branches.values()) for (const one of missed) console.error(one)
  if (options.branches) return lines

  const scores = new Map<string, Score>()
  for (const group of groups) scores.set(group.name, await scoreOf(group, options))
  writeFileSync(`${FOLDER}/survivors.md`, survivorsOf(scores))
  console.error(`What was not noticed: ${FOLDER}/survivors.md`)
  const all = [...scores.values()]
  const sum = (of: (score: Score) => number) => all.reduce((total, one) => total + of(one), 0)
  return [
    ...lines,
    ...[...scores].map(([name, score]) => scoreLine(`of ${name}`, score)),
    scoreLine('in all', { found: sum(({ found }) => found), made: sum(({ made }) => made) }),
  ]
}

const branchLine = (name: string, { taken, all }: Branches): ProofLine =>
  held(`R36 branches of ${name} that its tests take`, taken, `of ${all}`, `= ${all}`, taken === all)

const scoreLine = (what: string, { found, made }: Pick<Score, 'found' | 'made'>): ProofLine =>
  atLeast(
    `R36 mistakes ${what} that its tests notice`,
    Math.floor((1_000 * found) / made) / 10,
    LEAST,
    `% of ${made}`,
  )

function survivorsOf(scores: ReadonlyMap<string, Score>): string {
  const parts = ['# Mistakes that no test noticed\n']
  for (const [name, { survivors, found, made }] of scores) {
    parts.push(`## ${name}: ${found} of ${made} noticed\n`)
    for (const { at, mutator, replacement, unseen } of survivors)
      parts.push(
        `- \`${at}\` ${mutator}${unseen ? ', where no test comes by' : ''}: \`${replacement.replace(/\s+/g, ' ').slice(0, 160)}\``,
      )
    parts.push('')
  }
  return parts.join('\n')
}
