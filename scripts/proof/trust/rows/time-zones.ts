import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { equal, type ProofLine, zero } from '../../line.ts'
import type { TrustProof } from '../row.ts'

const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia']
const child = fileURLToPath(new URL('../clocks/zone-child.ts', import.meta.url))

interface Found {
  readonly wrong: number
  readonly otherDay: number
  readonly digest: string
}

const under = (zone: string): Found =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning', child],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    ),
  ) as Found

async function run(): Promise<ProofLine[]> {
  const found = zones.map(under)
  const sum = (figure: 'wrong' | 'otherDay') => found.reduce((total, one) => total + one[figure], 0)
  return [
    equal(
      'R16 different snapshots of everything about days',
      new Set(found.map(({ digest }) => digest)).size,
      1,
      `under ${zones.length} time zones`,
    ),
    zero(
      'R16 dates of birth changed by being stored and read',
      sum('wrong'),
      `of ${46_021 * zones.length}`,
    ),
    zero(
      'R16 moments whose business day is not China’s',
      sum('otherDay'),
      `under ${zones.length} time zones`,
    ),
  ]
}

export const proof: TrustProof = { rows: ['R16'], run }
