import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCrmError } from '@crm/core'
import { openEmbeddedStore } from '@crm/server/node'
import { sql } from 'kysely'
import { all, atMost, known, type ProofLine, timing, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

const DEADLINE = 250

/** Statements that do not end by themselves, each of another kind. */
const runaways = [
  'select pg_sleep(600)',
  'select count(*) from generate_series(1, 100000000000) as n',
  'with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t',
  'update note set n = n where pg_sleep(60) is not null',
] as const

/** Statements that overrun end their thread; what was acknowledged before is there after. */
async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const kills = full ? 100 : 20
  const random = chance(seed)
  const home = mkdtempSync(join(tmpdir(), 'crm-runaway-'))
  const store = await openEmbeddedStore({ folder: join(home, 'bank'), deadline: 30_000 })
  await sql`create table note (n int primary key)`.execute(store.db)
  let acknowledged = 0
  let ended = 0
  let slowest = 0
  for (let turn = 0; turn < kills; turn++) {
    const rows = 1 + Math.floor(random() * 20)
    for (let row = 0; row < rows; row++, acknowledged++)
      await sql`insert into note values (${acknowledged}::int)`.execute(store.db)
    const statement = runaways[turn % runaways.length]!
    const failed = await store
      .transaction((tx) => sql.raw(statement).execute(tx), { deadline: DEADLINE })
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    if (isCrmError(failed) && failed.code === 'store.deadline') ended += 1
    // From the end of the thread to the next answer nobody is served.
    const from = performance.now()
    await sql`select 1`.execute(store.db)
    slowest = Math.max(slowest, performance.now() - from)
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from note`.execute(store.db)
  await store.close()
  rmSync(home, { recursive: true, force: true })
  return [
    all('R08 runaway statements ended by their deadline', ended, kills),
    timing(atMost('R08 longest time without an answer', Math.round(slowest), 1_500, 'ms')),
    zero('R08 acknowledged rows lost', acknowledged - (rows[0]?.n ?? 0), `of ${acknowledged}`),
    known('R08 deadline of those statements', DEADLINE, 'ms'),
  ]
}

export const proof: TrustProof = { rows: ['R08'], run }
