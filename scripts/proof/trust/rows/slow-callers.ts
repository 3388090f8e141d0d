import { atMost, type ProofLine, timing, zero } from '../../line.ts'
import { callInTurn, quantile } from '../load/callers.ts'
import { aRead } from '../load/calls.ts'
import { comeSlowly } from '../load/slow-callers.ts'
import { startHost, tokenFor } from '../load/start-host.ts'
import type { TrustProof, TrustRun } from '../row.ts'

/** A little longer than the row allows, for a slow machine: what is open then stays open. */
const LOOK_MS = 15_000

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const many = full ? 1_500 : 300
  const host = await startHost({})
  try {
    const token = await tokenFor('stf_zhou')
    const good = () => aRead(host.url, token)
    await callInTurn(good, { callers: 4, ms: 1_000 })
    const before = await callInTurn(good, { callers: 4, ms: 2_000 })
    const said = host.said()
    const slow = await comeSlowly(host.url, many, token)
    const [{ open, ms }, beside] = await Promise.all([
      slow.closed(LOOK_MS),
      callInTurn(good, { callers: 4, ms: 10_000 }),
    ])
    slow.end()
    const lines = Math.round((host.said() - said) / (Math.max(ms, 1_000) / 1_000))
    const failed = beside.filter(({ status }) => status !== 200).length
    const twice = quantile(before, 0.99) * 2
    return [
      zero(`R19 of ${many} slow connections, still open`, open, `after ${LOOK_MS / 1_000} s`),
      timing(atMost('R19 until the last of those who send slowly was closed', ms, 12_000, 'ms')),
      zero('R19 good calls beside them that failed', failed, `of ${beside.length}`),
      timing(atMost('R19 p99 of good calls', quantile(beside, 0.99), twice, 'ms')),
      atMost('R19 lines of log', lines, 10, 'a second'),
    ]
  } finally {
    await host.end()
  }
}

export const proof: TrustProof = { rows: ['R19'], run }
