// Stryker (stryker-mutator.io) makes the mistakes and runs the tests; here is what is asked of it.
import { relative } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import type { MutationGroup } from './groups.ts'

/** A mistake that no test noticed. */
export interface Survivor {
  /** `file:line:column`. */
  readonly at: string
  readonly mutator: string
  readonly replacement: string
  /** True where no test even came by. */
  readonly unseen: boolean
}

/** How a group's tests did. */
export interface Score {
  /** Mistakes that a test noticed, or that made it run for ever. */
  readonly found: number
  readonly made: number
  readonly survivors: readonly Survivor[]
}

/** Make every mistake in a group's files, one at a time, and see which of them its tests notice. */
export async function scoreOf(
  { name, mutate }: MutationGroup,
  { incremental, files }: { readonly incremental: boolean; readonly files?: readonly string[] },
): Promise<Score> {
  // Stryker's workers and the configuration of vitest read it.
  process.env.MUTATE = name
  const stryker = new Stryker({
    mutate: [...(files ?? mutate)],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutate/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    incremental,
    incrementalFile: `coverage/mutate/${name}.json`,
    tempDirName: 'coverage/mutate/sandbox',
    ignorePatterns: ['/docs', '/api', '/examples', '/coverage', '.tsc', 'dist'],
    // The output is the lines' own: what else there is to say goes into a file.
    reporters: ['json'],
    jsonReporter: { fileName: `coverage/mutate/${name}-report.json` },
    logLevel: 'error',
    allowEmpty: false,
    timeoutMS: 10_000,
  } as ConstructorParameters<typeof Stryker>[0])
  const results = await stryker.runMutationTest()
  const counted = results.filter(({ status }) =>
    ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status),
  )
  const missed = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  return {
    made: counted.length,
    found: counted.length - missed.length,
    survivors: missed.map(({ fileName, location, mutatorName, replacement = '', status }) => ({
      at: `${relative('.', fileName)}:${location.start.line}:${location.start.column}`,
      mutator: mutatorName,
      replacement,
      unseen: status === 'NoCoverage',
    })),
  }
}
