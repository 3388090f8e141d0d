import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atLeast, atMost, held, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { plantStore } from '../planted.ts'
import { emptyPostgres, killRotations, outage, rotateUnderLoad } from '../rotation.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const customers = full ? 330_000 : 5_000
  const lines = await underLoad('PGlite', await plantStore(customers))
  const silent = await outage()
  lines.push(
    zero('R38 key service down: reads refused in the first 300 s', silent.refusedEarly, 'reads'),
    atMost('R38 key service down: last read answered after', silent.lastAnsweredAt, 305, 's'),
    zero('R38 key service down: reads answered after that', silent.answeredLate, 'reads'),
    held(
      'R38 key service down: a rotation fails by name and is taken up',
      String(silent.rotationTakenUp),
      '',
      '= true',
      silent.rotationTakenUp,
    ),
  )
  const server = await startPostgres()
  if (!server) return [...lines, notRun('R38 on PostgreSQL', 'PostgreSQL cannot be had here')]
  const into = await emptyPostgres(await server.createDatabase())
  lines.push(...(await underLoad('PostgreSQL', await plantStore(customers, { into }))))
  const killed = await killRotations(await server.createDatabase(), {
    customers: 1_500,
    kills: full ? 50 : 4,
    random: chance(seed),
  })
  server.stop()
  lines.push(
    atLeast('R38 rotations killed in the middle', killed.kills, full ? 50 : 4, 'kills'),
    zero('R38 after the kills: numbers not found', killed.left, 'numbers'),
    zero('R38 after the kills: rows under a former key', killed.behind, 'rows'),
    zero('R38 after the kills: reads that failed', killed.unopened, 'reads'),
  )
  return lines
}

async function underLoad(
  engine: string,
  planted: Awaited<ReturnType<typeof plantStore>>,
): Promise<ProofLine[]> {
  const found = await rotateUnderLoad(planted)
  await planted.close()
  const { reads, writes } = found
  const meanwhile = `of ${reads} reads beside ${writes} writes`
  return [
    timing(
      atLeast(
        `R38 ${engine}: rows moved to new keys under load`,
        found.rowsPerSecond,
        5_000,
        'rows/s',
      ),
    ),
    zero(`R38 ${engine}: reads that failed meanwhile`, found.readErrors, meanwhile),
    zero(`R38 ${engine}: numbers not found after it`, found.left, 'numbers'),
    zero(`R38 ${engine}: rows under a former key after it`, found.behind, 'rows'),
    held(
      `R38 ${engine}: stopped in the middle and taken up`,
      found.stopped,
      'times',
      '= 2',
      found.stopped === 2,
    ),
  ]
}

export const proof: TrustProof = { rows: ['R38'], run }
