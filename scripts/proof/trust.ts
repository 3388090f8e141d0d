import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations, openVault, type Store, sealedStore } from '@crm/server'
import {
  backupEmbedded,
  gmSuite,
  intlSuite,
  memoryKeyService,
  openMemoryStore,
  restoreEmbedded,
  verifyEmbedded,
} from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { known, notRun, type ProofLine } from './line.ts'
import { raceApprovals } from './trust/approvals.ts'
import { runAudit } from './trust/audit-run.ts'
import { copyFolder, damages } from './trust/damage.ts'
import { plantStore, searchDump } from './trust/planted.ts'
import { comparePolicies } from './trust/policies.ts'
import { drillPostgres } from './trust/postgres-drill.ts'
import { rotateUnderLoad } from './trust/rotation.ts'
import { openRows, testedRows } from './trust/rows.ts'
import { watchShifts } from './trust/shifts.ts'
import { chance } from './trust/tamper.ts'
import { runTests } from './trust/tests.ts'

const line = (
  name: string,
  figure: number | string,
  unit: string,
  limit: string,
  holds: boolean,
): ProofLine => ({ line: name, figure, unit, limit, verdict: holds ? 'pass' : 'short' })

const zero = (name: string, figure: number, unit: string): ProofLine =>
  line(name, figure, unit, '= 0', figure === 0)

/** The rows of the threat model and of the reliability plan, one or more lines each. */
export async function run(): Promise<ProofLine[]> {
  const full = process.env.FULL === '1'
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const lines: ProofLine[] = [known('trust: seed', seed, '')]
  lines.push(...tested())
  lines.push(...(await leaks(full)))
  lines.push(...(await policies(full, seed)))
  lines.push(...(await audit(full, seed)))
  lines.push(...(await races(full)))
  lines.push(...(await backups(seed)))
  lines.push(...(await drill()))
  lines.push(...Object.entries(openRows).map(([row, why]) => notRun(row, why)))
  return lines.sort((a, b) => (a.line < b.line ? -1 : 1))
}

function tested(): ProofLine[] {
  const files = [...new Set(testedRows.flatMap((row) => row.files))]
  const outcomes = runTests(files)
  return testedRows.map(({ row, title, files: own }) => {
    const found = own.map((file) => outcomes.get(file) ?? { passed: 0, failed: 1 })
    const passed = found.reduce((sum, one) => sum + one.passed, 0)
    const failed = found.reduce((sum, one) => sum + one.failed, 0)
    return line(`${row} ${title}`, passed, 'tests passed', '0 failed', failed === 0 && passed > 0)
  })
}

async function leaks(full: boolean): Promise<ProofLine[]> {
  const lines: ProofLine[] = []
  for (const [name, suite] of [
    ['intl', intlSuite],
    ['gm', gmSuite],
  ] as const) {
    const found = await searchDump(10_000, suite)
    lines.push(
      zero(
        `T04 ${name}: of ${found.planted} numbers, found in a dump of all tables`,
        found.inDump,
        'numbers',
      ),
      line(
        `T25 ${name}: found by the bank through its indexes`,
        found.found,
        'numbers',
        `= ${found.planted}`,
        found.found === found.planted,
      ),
    )
  }
  const rotation = await rotateUnderLoad(full ? 330_000 : 8_000)
  lines.push(
    line(
      'R38 rows moved to new keys under load',
      rotation.rowsPerSecond,
      'rows/s',
      '>= 5000',
      rotation.rowsPerSecond >= 5_000,
    ),
    zero('R38 reads that failed meanwhile', rotation.readErrors, `of ${rotation.reads} reads`),
    zero('R38 numbers not found after it', rotation.left, 'numbers'),
    line(
      'R38 stopped in the middle and taken up',
      rotation.stopped,
      'times',
      '>= 1',
      rotation.stopped >= 1,
    ),
  )
  return lines
}

async function policies(full: boolean, seed: number): Promise<ProofLine[]> {
  const store = await openMemoryStore({ migrations })
  const found = await comparePolicies(store, { policies: full ? 1_000_000 : 20_000, seed })
  await store.close()
  return [
    line(
      'R35 random policies compared in memory, query, row security and output',
      found.policies,
      'policies',
      '>= 20000',
      found.policies >= 20_000,
    ),
    zero('R35 differences', found.differences, `in ${found.comparisons} comparisons`),
  ]
}

async function audit(full: boolean, seed: number): Promise<ProofLine[]> {
  const found = await runAudit(full ? 200_000 : 20_000, 1_000, seed)
  const shifts = await watchShifts(seed)
  return [
    line(
      'T20 tamperings by a superuser that were found',
      found.found,
      'of 1000',
      '= 1000',
      found.found === found.tamperings,
    ),
    line(
      'T20 with the first bad row named',
      found.named,
      'of 1000',
      '= 1000',
      found.named === found.tamperings,
    ),
    line(
      'R39 rows of the audit verified',
      found.rowsPerSecond,
      'rows/s',
      '>= 100000',
      found.rowsPerSecond >= 100_000,
    ),
    line(
      'T01 snooping shifts found',
      shifts.recall,
      `% of ${shifts.snooping}`,
      '>= 95',
      shifts.recall >= 95,
    ),
    line(
      'T01 false alarms',
      shifts.falseInHundred,
      'in 100 teller-days',
      '<= 1',
      shifts.falseInHundred <= 1,
    ),
    line('T01 one look at a day', shifts.slowestMs, 'ms', '<= 60000', shifts.slowestMs <= 60_000),
  ]
}

async function races(full: boolean): Promise<ProofLine[]> {
  const store = sealedStore(
    (await openMemoryStore({ migrations })) as Store,
    openVault({ service: memoryKeyService(), suite: intlSuite }),
  )
  await plantCast(store)
  let next = 0
  const found = await raceApprovals(store, {
    races: full ? 10_000 : 500,
    now: () => '2026-03-05T01:00:00.000Z',
    newId: (prefix) => `${prefix}_${(next++).toString(36)}`,
  })
  await store.close()
  const races = `in ${found.races} races`
  return [
    zero('T19 requests decided twice', found.doubled, races),
    zero('T19 agreements to what was not shown', found.changed, races),
    zero('R31 limits passed', found.beyondLimit, races),
    zero('R07 requests half decided', found.half, races),
  ]
}

async function backups(seed: number): Promise<ProofLine[]> {
  const root = mkdtempSync(join(tmpdir(), 'crm-proof-'))
  const service = memoryKeyService()
  const bare = await openMemoryStore({ migrations })
  const store = sealedStore(bare, openVault({ service, suite: intlSuite }))
  await plantCast(store)
  const folder = join(root, 'backups')
  const days = ['2026-03-05T10:00:00.000Z', '2026-03-05T10:15:00.000Z']
  for (const at of days) {
    await store.db
      .insertInto('recusal')
      .values({ bank_id: 'b', subject_id: at, person_id: 'x', reason: '' })
      .execute()
    await backupEmbedded({ store, folder, service, now: () => new Date(at) })
  }
  const [name, other] = ['crm-20260305T100000Z', 'crm-20260305T101500Z'] as const
  const random = chance(seed)
  const kinds = Object.keys(damages)
  let refused = 0
  for (let turn = 0; turn < 100; turn++) {
    const spoilt = mkdtempSync(join(root, 'spoilt-'))
    copyFolder(folder, spoilt)
    damages[kinds[turn % kinds.length]!]!(spoilt, name, other, random)
    const sound = await verifyEmbedded(join(spoilt, `${name}.json`), service).then(
      () => true,
      () => false,
    )
    if (!sound) refused += 1
    rmSync(spoilt, { recursive: true })
  }
  await store.close()
  const lines = [
    line('R11 damaged backups refused before loading', refused, 'of 100', '= 100', refused === 100),
  ]

  const rows = 66_000
  const planted = await plantStore(rows)
  const big = planted.store as Parameters<typeof backupEmbedded>[0]['store']
  const own = join(root, 'big')
  const key = memoryKeyService({ seed: 'proof' })
  let stall = 0
  let last = performance.now()
  const timer = setInterval(() => {
    stall = Math.max(stall, performance.now() - last - 20)
    last = performance.now()
  }, 20)
  const began = performance.now()
  const taken = await backupEmbedded({ store: big, folder: own, service: key })
  const backedUp = performance.now()
  clearInterval(timer)
  await planted.close()
  const total = Object.values(taken.manifest.rowCounts).reduce((sum, count) => sum + count, 0)
  await restoreEmbedded({
    manifestFile: taken.manifestFile,
    service: key,
    into: join(root, 'back'),
  })
  const restoredMs = performance.now() - backedUp
  rmSync(root, { recursive: true, force: true })
  const per = Math.round((restoredMs * 200_000) / total)
  return [
    ...lines,
    line(`R14 restore of ${total} rows, for 200,000`, per, 'ms', '<= 10000', per <= 10_000),
    line('R14 backup with its trial', Math.round(backedUp - began), 'ms', '', true),
    line(
      'R14 longest stall of the host meanwhile',
      Math.round(stall),
      'ms',
      '<= 300',
      stall <= 300,
    ),
  ]
}

async function drill(): Promise<ProofLine[]> {
  const found = await drillPostgres()
  if (!found) return [notRun('R13', 'PostgreSQL’s programs are not here')]
  return [
    zero(
      `R13 of ${found.acknowledged} acknowledged commits, lost with the server and its disk`,
      found.lost,
      'commits',
    ),
    line(
      'R13 from the loss to the first answer',
      found.restoreMs,
      'ms',
      '<= 900000',
      found.restoreMs <= 900_000,
    ),
    zero('R13 tables whose rows differ', found.countsDiffer, 'tables'),
    known('R13 commits with a synchronous receiver', found.commitsPerSecond, 'commits/s'),
  ]
}
