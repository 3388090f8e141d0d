import { toSyslog } from '@crm/server'
import { openTestBank } from '@crm/testing'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import { CanaryWatch, canaries } from '../canaries.ts'
import {
  breakUnder,
  type CanaryRun,
  loadCanaries,
  misuseCanary,
  useCanaries,
} from '../canary-flows.ts'
import type { TrustProof, TrustRun } from '../row.ts'

/** What the process writes to its terminal while something runs. */
async function printedBy(work: () => Promise<void>): Promise<string> {
  const printed: string[] = []
  const streams = [process.stdout, process.stderr]
  const kept = streams.map((stream) => stream.write)
  for (const stream of streams)
    stream.write = ((part: unknown) => {
      printed.push(String(part))
      return true
    }) as typeof stream.write
  try {
    await work()
  } finally {
    for (const [at, stream] of streams.entries())
      if (kept[at]) stream.write = kept[at] as typeof stream.write
  }
  return printed.join('')
}

/** Tables that are read by people and programs who may see no customer. */
const tables = [
  'audit_event',
  'outbox_event',
  'outbox_retry',
  'delivery',
  'security_alert',
] as const

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const bank = await openTestBank({ steppedUp: true })
  const planted = canaries(full ? 20_000 : 2_000, seed)
  const watch = new CanaryWatch(planted)
  const told = { 'error answers': [], headers: [], addresses: [], 'thrown errors': [] }
  const made: CanaryRun = { bank, all: planted, told, cacheable: 0, requests: 0 }
  // The first of every twenty is a line that the import refuses.
  const sound = planted.filter((_, at) => at % 20 !== 0).slice(0, full ? 4_000 : 300)
  let found = 0
  const printed = await printedBy(async () => {
    await loadCanaries(made)
    found = await useCanaries(made, sound)
    for (const canary of sound.slice(0, full ? 40 : 6)) await misuseCanary(made, canary)
    await breakUnder(made, sound)
  })
  const places: Record<string, string> = {
    ...Object.fromEntries(Object.entries(told).map(([place, parts]) => [place, parts.join('\n')])),
    console: printed,
    log: bank.faults.join('\n'),
    'security events': JSON.stringify(bank.alarms),
  }
  for (const table of tables) {
    const rows = await bank.store.db.selectFrom(table).selectAll().execute()
    places[`table ${table}`] = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
  }
  const audit = await bank.store.db.selectFrom('audit_event').selectAll().execute()
  places.syslog = audit.map((row) => toSyslog(row as never, 'crm')).join('\n')
  const dead = await bank.store.db
    .selectFrom('outbox_retry')
    .select('status')
    .where('status', '=', 'dead')
    .execute()
  await bank.close()
  const lines = Object.entries(places).map(([place, text]) => {
    const seen = watch.findIn(text)
    const kilobytes = Math.ceil(text.length / 1_000)
    return {
      seen,
      line: zero(
        `T30 of ${watch.size} values, found in ${place}`,
        seen.length,
        `values in ${kilobytes} kB`,
      ),
    }
  })
  const everywhere = new Set(lines.flatMap(({ seen }) => seen))
  return [
    ...lines.map(({ line }) => line),
    zero('T30 answers that a cache may keep', made.cacheable, `of ${made.requests}`),
    all('T30 customers of them that a search finds', found, sound.length),
    atLeast('T30 faults of the store that were logged', bank.faults.length, 8, 'faults'),
    atLeast('T30 dead letters of a consumer that failed', dead.length, 1, 'letters'),
    zero(
      `R40 of ${watch.size} values, told anywhere while things failed`,
      everywhere.size,
      'values',
    ),
  ]
}

export const proof: TrustProof = { rows: ['T30', 'R40'], run }
