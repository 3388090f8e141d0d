// R22: a file in which every kind of fault is planted, at known lines.
import { importFolder, type Store } from '@crm/server'
import { all, atLeast, atMost, equal, type ProofLine, timing, zero } from '../line.ts'
import { chanceFrom } from './chance.ts'
import { core, head, type Made, madeFolder } from './core.ts'

const day = '20200101'
const family = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')
const given = Array.from('桂芳建国秀英伟静敏强磊军洋勇艳杰娟涛明超霞平刚')

/** The faults, each with the code that names it; nothing where the line is to be taken as it is. */
const faults: readonly (readonly [
  make: (no: number, name: string) => string | Uint8Array,
  code: string | undefined,
])[] = [
  [(no, name) => `C${no}|"${name}||||B1|${day}`, 'row.bad_quote'],
  [(no, name) => `C${no}|${name}|"x"y|||B1|${day}`, 'row.bad_quote'],
  [(no, name) => `C${no}|${name}|B1|${day}`, 'row.wrong_columns'],
  [(no, name) => `C${no}|${name}||||B1|${day}|more`, 'row.wrong_columns'],
  [(no, name) => `C${no}|${name}\0||||B1|${day}`, 'row.bad_bytes'],
  [(no, name) => `C1|${name}${no}||||B1|${day}`, 'row.duplicate_key'],
  [(no, name) => `C${no}|${name}||||B1|20991231`, 'row.day_ahead'],
  [(no, name) => `C${no}|${name}|20230229|||B1|${day}`, 'row.not_a_day'],
  [(no, name) => `C${no}|${name}||||B9|${day}`, 'row.branch_unknown'],
  [(no) => `C${no}|||||B1|${day}`, 'row.column_missing'],
  [() => '', 'row.wrong_columns'],
  [(no) => `C${no}|${'长'.repeat(300)}||||B1|${day}`, 'row.too_long'],
  [
    (no) =>
      Buffer.concat([
        Buffer.from(`C${no}|`),
        Uint8Array.of(0xff, 0xfe, 0xc0),
        Buffer.from(`||||B1|${day}`),
      ]),
    'row.bad_bytes',
  ],
  [(no) => `C${no}|=HYPERLINK("http://x")||||B1|${day}`, 'row.bad_quote'],
  [(no) => `C${no}|=1+1|||@SUM(A1)|B1|${day}`, undefined],
  [(no, name) => `C${no}|${name}||||B1|${day}\r`, undefined],
]
const million = (no: number) => `C${no}|${'x'.repeat(1_000_000)}||||B1|${day}`

/** What stands in the file, line by line. */
interface Planted {
  readonly made: Made
  readonly rejects: ReadonlyMap<number, string>
}

/** A file of so many data lines, of which about so many in a hundred are wrong. */
export function plant(lines: number, wrong: number, seed: number): Planted {
  const rejects = new Map<number, string>()
  const make = function* (note?: (line: number, code: string) => void): Generator<Uint8Array> {
    const chance = chanceFrom(seed)
    let text: Uint8Array[] = [Buffer.from(`\ufeff${head}`)]
    for (let no = 1; no <= lines; no += 1) {
      const name = chance.of(family) + chance.of(given) + chance.of(given)
      const isWrong = no > 1 && no < lines && chance.next() * 100 < wrong
      const [fault, code] = isWrong ? chance.of(faults) : [undefined, undefined]
      const long = no % 50_000 === 25_000 || no === 7
      if (long) note?.(no + 1, 'row.line_too_long')
      else if (code !== undefined) note?.(no + 1, code)
      const phone = `138${String(10_000_000 + no)}`
      const line = long
        ? million(no)
        : (fault?.(no, name) ?? `C${no}|${name}|19700101|${phone}|石桥镇幸福路${no}号|B1|${day}`)
      text.push(
        typeof line === 'string'
          ? Buffer.from(`${line}\n`)
          : Buffer.concat([line, Buffer.from('\n')]),
      )
      if (text.length < 500) continue
      yield Buffer.concat(text)
      text = []
    }
    yield Buffer.concat(text)
  }
  for (const _ of make((line, code) => void rejects.set(line, code)));
  return { made: () => make(), rejects }
}

/** Hold an import of bad rows to what was planted. */
export async function badRows(
  store: Store,
  { rows, engine, seed }: { readonly rows: number; readonly engine: string; readonly seed: number },
): Promise<readonly ProofLine[]> {
  const name = (what: string) => `R22 ${what} (${engine}, ${rows} lines)`
  const source = core('bad')
  const planted = plant(rows, 4, seed)
  globalThis.gc?.()
  let peak = process.memoryUsage.rss()
  const sample = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  const began = performance.now()
  const reports = await importFolder({
    store,
    source,
    folder: madeFolder({ 'customers.dat': planted.made }),
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    },
  })
  const seconds = (performance.now() - began) / 1_000
  clearInterval(sample)
  const report = reports[1]
  const found = await store.db
    .selectFrom('rejection')
    .select(['line', 'code'])
    .where('delivery_id', '=', report?.deliveryId ?? '')
    .execute()
  const right = found.filter(({ line, code }) => planted.rejects.get(line) === code).length
  const stored = await countCustomers(store, source.name)
  const refused = await tooMuch(store, seed + 1)
  return [
    equal(name('accepted + unchanged + rejected'), sumOf(report), rows, 'lines'),
    equal(name('lines of the report'), report?.lines ?? -1, rows, 'lines'),
    all(name('planted faults named by line and code'), right, planted.rejects.size),
    zero(name('lines named that are right'), found.length - right, 'lines'),
    equal(name('customers stored'), stored, rows - planted.rejects.size, 'customers'),
    ...refused.map((line) => ({ ...line, line: `${line.line} (${engine})` })),
    ...(engine === 'PostgreSQL'
      ? [
          atMost(name('memory of the importing process'), Math.round(peak / 1_048_576), 300, 'MB'),
          timing(
            atLeast(
              name('validated, sealed and stored'),
              Math.round(rows / seconds),
              10_000,
              'rows/s',
            ),
          ),
        ]
      : []),
  ]
}

/** One line in three is wrong: nothing is taken, and every wrong line is named. */
async function tooMuch(store: Store, seed: number): Promise<readonly ProofLine[]> {
  const planted = plant(3_000, 33, seed)
  const source = core('worse')
  const [, report] = await importFolder({
    store,
    source,
    folder: madeFolder({ 'customers.dat': planted.made }),
  })
  const { count } = await store.db
    .selectFrom('rejection')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('delivery_id', '=', report?.deliveryId ?? '')
    .executeTakeFirstOrThrow()
  return [
    equal('R22 a file with a third of its lines wrong', report?.status ?? '', 'refused', ''),
    zero('R22 customers taken of it', await countCustomers(store, source.name), 'customers'),
    all('R22 its wrong lines named', Number(count), planted.rejects.size),
  ]
}

const sumOf = (report: { accepted: number; unchanged: number; rejected: number } | undefined) =>
  report ? report.accepted + report.unchanged + report.rejected : -1

async function countCustomers({ db }: Store, source: string): Promise<number> {
  const { count } = await db
    .selectFrom('customer')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('source', '=', source)
    .executeTakeFirstOrThrow()
  return Number(count)
}
