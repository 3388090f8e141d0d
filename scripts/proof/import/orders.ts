// R20, R21: files that come twice, at once, late, and in any order.
import { importFolder, missingDays, type Store } from '@crm/server'
import { all, equal, type ProofLine, zero } from '../line.ts'
import { chanceFrom } from './chance.ts'
import { core, head, madeFolder } from './core.ts'

const EVENTS = 50
const days = Array.from({ length: 10 }, (_, at) => `202603${String(at + 1).padStart(2, '0')}`)
const line = (key: number, name: string) => `C${key}|${name}||||B1|20200101\n`
const pattern = 'C_{day}_{revision}.dat'

/** Fifty deliveries of ten days: some whole, some changes of a few customers, some corrections. */
function deliveries(seed: number): readonly (readonly [file: string, text: string])[] {
  const chance = chanceFrom(seed)
  const made = new Map<string, string>()
  while (made.size < EVENTS) {
    const rows = Array.from({ length: 12 }, (_, key) => key).filter(() => chance.next() < 0.5)
    const text = rows.map((key) => line(key, `客户${chance.below(1_000)}`)).join('')
    made.set(`C_${chance.of(days)}_${chance.below(20)}.dat`, head + text)
  }
  return [...made]
}

/** What a bank holds of a source, as text; how often a row was written does not count. */
async function stateOf({ db }: Store, source: string): Promise<string> {
  const customers = await db
    .selectFrom('customer')
    .innerJoin('source_row', 'source_row.row_id', 'customer.customer_id')
    .select(['source_key', 'name', 'told_on', 'told_revision', 'gone_on'])
    .where('customer.source', '=', source)
    .orderBy('source_key')
    .execute()
  return JSON.stringify(customers)
}

async function anyOrder(
  store: Store,
  permutations: number,
  seed: number,
): Promise<readonly ProofLine[]> {
  const files = deliveries(seed)
  const chance = chanceFrom(seed + 1)
  const states = new Map<string, number>()
  let lost = 0
  for (let run = 0; run < permutations; run += 1) {
    const named = core(`order-${run}`, pattern)
    const source = {
      ...named,
      files: named.files.map((file) =>
        file.records === 'customers' ? { ...file, holds: 'all' as const } : file,
      ),
    }
    for (const [file, text] of chance.shuffled(files)) {
      const [, report] = await importFolder({
        store,
        source,
        folder: madeFolder({ [file]: text }),
        goneThreshold: 1,
      })
      const { lines = 0, accepted = 0, unchanged = 0, rejected = 0 } = report ?? {}
      if (accepted + unchanged + rejected !== lines || rejected > 0) lost += 1
    }
    const state = await stateOf(store, source.name)
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  return [
    equal(
      `R21 final states of ${permutations} orders of ${EVENTS} files`,
      states.size,
      1,
      'states',
    ),
    zero('R21 files whose lines do not add up', lost, 'files'),
  ]
}

/** A day is left out of ten: it is told, and no longer when it comes. */
async function gap(store: Store): Promise<readonly ProofLine[]> {
  const source = core('gap', 'C_{day}.dat')
  const load = (missing: string | undefined) =>
    importFolder({
      store,
      source,
      folder: madeFolder(
        Object.fromEntries(
          days
            .filter((day) => day !== missing)
            .map((day) => [`C_${day}.dat`, head + line(1, `客户${day}`)]),
        ),
      ),
    })
  await load('20260305')
  const told = (await missingDays(store, source)).map(({ day }) => day).join(' ')
  await load(undefined)
  const names = await stateOf(store, source.name)
  return [
    equal('R21 a day that did not come', told, '2026-03-05', ''),
    zero('R21 days missing once it came', (await missingDays(store, source)).length, 'days'),
    equal(
      'R21 what the late day left of the newest',
      names.includes('客户20260310') ? 'the newest' : names,
      'the newest',
      '',
    ),
  ]
}

/** One file by ten at once, three times over: each line has its effect once. */
async function repeats(store: Store, seed: number): Promise<readonly ProofLine[]> {
  const chance = chanceFrom(seed)
  const keys = Array.from({ length: 500 }, (_, key) => line(key, `客户${chance.below(9_999)}`))
  const source = core('repeats')
  const folder = madeFolder({ 'customers.dat': head + keys.join('') })
  const strange: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => importFolder({ store, source, folder, batch: 50 })),
    )
    for (const one of results)
      if (one.status === 'rejected' && (one.reason as { code?: unknown }).code !== 'delivery.busy')
        strange.push(String(one.reason))
  }
  const rows = await store.db
    .selectFrom('customer')
    .select('version')
    .where('source', '=', source.name)
    .execute()
  const entry = await store.db
    .selectFrom('delivery')
    .select(['accepted', 'unchanged', 'rejected'])
    .where('source', '=', source.name)
    .where('file', '=', 'customers.dat')
    .executeTakeFirstOrThrow()
  return [
    all('R20 customers of 500 keys that thirty imports delivered, ten at a time', rows.length, 500),
    zero(
      'R20 customers written more than once',
      rows.filter(({ version }) => version !== 1).length,
      'customers',
    ),
    equal(
      'R20 what the ledger counts',
      `${entry.accepted}+${entry.unchanged}+${entry.rejected}`,
      '500+0+0',
      'lines',
    ),
    zero('R20 imports that failed by another name than delivery.busy', strange.length, 'imports'),
  ]
}

/** Hold deliveries in any order and any number to one another. */
export async function orders(
  store: Store,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
): Promise<readonly ProofLine[]> {
  return [
    ...(await repeats(store, seed)),
    ...(await anyOrder(store, permutations, seed)),
    ...(await gap(store)),
  ]
}
