import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atLeast, atMost, equal, held, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { sendThroughFlips } from '../contact.ts'
import { takeRights } from '../person.ts'
import { emptyPostgres } from '../rotation.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const lines = await rightsOfOne()
  const server = await startPostgres()
  if (!server) return [...lines, notRun('T32 contact decisions', 'PostgreSQL cannot be had here')]
  const sends = full ? 100_000 : 10_000
  const into = await emptyPostgres(await server.createDatabase())
  const found = await sendThroughFlips(into, { sends, random: chance(seed) })
  await into.close()
  server.stop()
  const beside = `of ${found.asked} beside ${found.flips} changes`
  return [
    ...lines,
    atLeast('T32 contact decisions taken while states changed', found.asked, sends, 'decisions'),
    zero('T32 contact decisions: sent to whom nothing may be sent', found.wrong, beside),
    zero('T32 contact decisions: withheld without a reason', found.withheld, beside),
    atLeast('T32 contact decisions: sent', found.sent, 1, 'messages'),
  ]
}

async function rightsOfOne(): Promise<ProofLine[]> {
  const found = await takeRights()
  return [
    zero(
      'T32 tables with customers that a person’s file forgets',
      found.forgotten.length,
      'tables',
    ),
    zero(
      'T32 rows missing in the file of one customer',
      found.missingRows,
      `of ${found.rows} rows`,
    ),
    timing(atMost('T32 file of a customer with ten years', found.fileMs, 5_000, 'ms')),
    zero('T32 places where a restricted customer came up', found.sightings, `of ${found.places}`),
    held(
      'T32 the retention officer sees them',
      String(found.keeperSees),
      '',
      '= true',
      found.keeperSees,
    ),
    equal('T32 a wish to be forgotten within ten years', found.within, 'restricted', ''),
    equal('T32 a wish to be forgotten after ten years', found.after, 'shredded', ''),
    zero('T32 what is left of them then', found.leftAfter, 'rows'),
  ]
}

export const proof: TrustProof = { rows: ['T32'], run }
