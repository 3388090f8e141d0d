import { atLeast, atMost, type ProofLine, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { scrape } from '../scraping.ts'

async function run({ seed }: TrustRun): Promise<ProofLine[]> {
  const found = await scrape(seed)
  return [
    atMost(
      `T07 customers that a program got of ${found.book} with a teller’s token in a day`,
      found.got,
      found.budget,
      'customers',
    ),
    atLeast('T07 alarms while it went on', found.alarms, 1, 'security events'),
    atLeast('T07 alerts of mass reading when the watch looked next', found.alerts, 1, 'alerts'),
    zero('T07 altered cursors that showed more', found.cursorsThatWorked, `of ${found.cursors}`),
  ]
}

export const proof: TrustProof = { rows: ['T07'], run }
