import { notRun } from '../../line.ts'
import type { TrustProof } from '../row.ts'

/** Small mistakes in the modules that trust rests on are noticed by their tests: `pnpm mutate`. */
export const proof: TrustProof = {
  rows: ['R36'],
  async run({ full }) {
    if (!full)
      return [notRun('R36', 'pnpm mutate, about an hour; its branches are a step of npm test')]
    const { mutationLines } = await import('../../../mutate/lines.ts')
    return [...(await mutationLines({ branches: false, incremental: false }))]
  },
}
