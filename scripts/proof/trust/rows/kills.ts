import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atLeast, atMost, known, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { killDecisions } from '../kills/decision-kills.ts'
import { killImports } from '../kills/import-kills.ts'
import { killSends } from '../kills/send-kills.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

const why = 'PostgreSQL’s programs are not here'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const postgres = await startPostgres()
  try {
    const random = chance(seed)
    // A hundred kills in all: six imports on each engine, the rest shared by senders and deciders.
    const sends = { events: full ? 10_000 : 2_000, kills: full ? 500 : 44, random }
    const decisions = { kills: full ? 1_000 : 44, random }
    const [sent, decided] = postgres
      ? await Promise.all([killSends(postgres, sends), killDecisions(postgres, decisions)])
      : []
    const movements = full ? 1_000_000 : 12_000
    const imported = await killImports({ movements, kills: full ? 50 : 6, random, postgres })
    const engines = postgres ? 'PGlite and PostgreSQL' : 'PGlite'
    return [
      known(`R05 lines of day-end files imported on ${engines}`, imported.lines, 'lines'),
      atLeast('R05 imports killed with kill -9', imported.kills, full ? 100 : 10, 'kills'),
      zero('R05 rows lost', imported.lost, 'rows'),
      zero('R05 rows doubled', imported.doubled, 'rows'),
      zero('R05 times the ledger and the rows did not agree after a kill', imported.torn, 'times'),
      timing(atMost('R05 slowest opening after a kill', imported.slowestOpenMs, 2_000, 'ms')),
      ...(sent
        ? [
            atLeast('R06 senders of the outbox killed', sent.kills, sends.kills - 4, 'kills'),
            atLeast('R06 distinct keys at the gateway', sent.keys, sends.events, 'keys'),
            zero('R06 events that never came', sent.missing, `of ${sends.events}`),
            zero('R06 events that came under another key', sent.otherKey, 'events'),
            zero('R06 keys under which something else came', sent.otherBody, 'keys'),
            known('R06 repeated, with the identical key', sent.repeats, 'deliveries'),
          ]
        : [notRun('R06', why)]),
      ...(decided
        ? [
            atLeast('R07 deciders killed', decided.kills, decisions.kills - 4, 'kills'),
            zero('R07 half decided after a kill', decided.half, `of ${decided.decided} requests`),
            zero('R07 decisions whose news never came', decided.missing, 'decisions'),
            zero('R07 decisions whose news came under two keys', decided.otherKey, 'decisions'),
            known('R07 news repeated, with the identical key', decided.repeats, 'deliveries'),
          ]
        : [notRun('R07', why)]),
      ...(sent && decided
        ? [
            atLeast(
              'R05–R07 kills in all, over import, send and approval',
              imported.kills + sent.kills + decided.kills,
              full ? 1_000 : 92,
              'kills',
            ),
          ]
        : []),
    ]
  } finally {
    postgres?.stop()
  }
}

export const proof: TrustProof = { rows: ['R05', 'R06', 'R07'], run }
