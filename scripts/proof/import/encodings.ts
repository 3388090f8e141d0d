// R23: lines in another encoding than their file, and files in more than one.
import { importFolder, type Store } from '@crm/server'
import iconv from 'iconv-lite'
import { all, atLeast, equal, type ProofLine, zero } from '../line.ts'
import { chanceFrom } from './chance.ts'
import { core, head, madeFolder } from './core.ts'

type Chance = ReturnType<typeof chanceFrom>

/** Letters that names and villages are written with, the rare ones among them. */
const everyday = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文东西南北中上下山水河湾桥村镇沟坪坝塘屯庄家店新旧大小红星光明幸福和平建设人民解放胜利团结',
)
const rare = Array.from('𠮷䲜㛃䶮喆堃犇淼焱垚赟翀彧頔婠懋祎')
const name = (chance: Chance) =>
  Array.from({ length: 2 + chance.below(2) }, () =>
    chance.next() < 0.02 ? chance.of(rare) : chance.of(everyday),
  ).join('')
const lineOf = (no: number, chance: Chance) =>
  `C${no}|${name(chance)}|19700101||${name(chance)}村${no}号|B1|20200101\n`

async function stored(store: Store, source: string): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('customer')
    .select('name')
    .where('source', '=', source)
    .execute()
  return rows.map(({ name }) => name)
}

/** A file in one encoding with lines of another in it, as many as in a hundred thousand would be found. */
async function planted(
  store: Store,
  own: 'utf-8' | 'gb18030',
  rows: number,
  seed: number,
): Promise<readonly ProofLine[]> {
  const other = own === 'utf-8' ? 'gb18030' : 'utf-8'
  const chance = chanceFrom(seed)
  const wrong = new Set<number>()
  const truth = new Set<string>()
  const lines: Uint8Array[] = [iconv.encode(head, own)]
  for (let no = 1; no <= rows; no += 1) {
    const text = lineOf(no, chance)
    const isWrong = chance.next() < 0.04
    if (isWrong) wrong.add(no + 1)
    else truth.add(text.split('|')[1] ?? '')
    lines.push(iconv.encode(text, isWrong ? other : own))
  }
  const source = core(`in-${own}`)
  const [, report] = await importFolder({
    store,
    source,
    folder: madeFolder({ 'customers.dat': Buffer.concat(lines) }),
  })
  const found = await store.db
    .selectFrom('rejection')
    .select('line')
    .where('delivery_id', '=', report?.deliveryId ?? '')
    .execute()
  const flagged = found.filter(({ line }) => wrong.has(line)).length
  const garbage = (await stored(store, source.name)).filter((one) => !truth.has(one))
  const about = `(${other} in ${own}, ${wrong.size} of ${rows} lines)`
  return [
    atLeast(
      `R23 planted lines flagged ${about}`,
      Math.round((flagged / wrong.size) * 1e5) / 1e3,
      99.9,
      '%',
    ),
    zero(`R23 names stored that nobody has ${about}`, garbage.length, 'names'),
    zero(`R23 right lines flagged ${about}`, found.length - flagged, 'lines'),
  ]
}

/** Whole files in every encoding, each of which has to read as it was written or to be set aside by name. */
async function whole(store: Store, seed: number): Promise<readonly ProofLine[]> {
  const chance = chanceFrom(seed)
  const rows = Array.from({ length: 200 }, (_, at) => lineOf(at + 1, chance))
  const text = head + rows.join('')
  const truth = rows.map((row) => row.split('|')[1] ?? '').sort()
  const mixed = Buffer.concat(
    rows.map((row, at) => iconv.encode(row, at % 2 ? 'utf-8' : 'gb18030')),
  )
  const readable: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-8', iconv.encode(text, 'utf-8')],
    ['UTF-8 with a mark', iconv.encode(text, 'utf-8', { addBOM: true })],
    ['GB18030, four bytes among two', iconv.encode(text, 'gb18030')],
    ['UTF-16 LE with a mark', iconv.encode(text, 'utf16-le', { addBOM: true })],
    ['UTF-16 BE with a mark', iconv.encode(text, 'utf16-be', { addBOM: true })],
  ]
  const strange: readonly (readonly [string, Uint8Array, string])[] = [
    [
      'half UTF-8, half GB18030',
      Buffer.concat([Buffer.from(head), mixed]),
      'file.encoding_ambiguous',
    ],
    [
      'Big5',
      iconv.encode(`${head}${'C1|臺灣銀行股份有限公司|||| B1|20200101\n'.repeat(30)}`, 'big5'),
      'file.encoding_ambiguous',
    ],
    ['UTF-16 without a mark', iconv.encode(text, 'utf16-le'), 'file.encoding_refused'],
    ['UTF-32', iconv.encode(text, 'utf32-le', { addBOM: true }), 'file.encoding_refused'],
  ]
  const lines: ProofLine[] = []
  let lost = 0
  for (const [at, [what, bytes]] of readable.entries()) {
    const source = core(`whole-${at}`)
    await importFolder({ store, source, folder: madeFolder({ 'customers.dat': bytes }) })
    const names = [...(await stored(store, source.name))].sort()
    lines.push(
      all(
        `R23 names as they were written (${what})`,
        names.filter((one, n) => one === truth[n]).length,
        truth.length,
      ),
    )
    lost += names.filter((one) => /\ufffd|锟斤拷/u.test(one)).length
  }
  for (const [at, [what, bytes, code]] of strange.entries()) {
    const source = core(`strange-${at}`)
    const [, report] = await importFolder({
      store,
      source,
      folder: madeFolder({ 'customers.dat': bytes }),
    })
    lines.push(
      equal(
        `R23 set aside (${what})`,
        `${report?.status} ${report?.why?.code}`,
        `quarantined ${code}`,
        '',
      ),
    )
    lost += (await stored(store, source.name)).length
  }
  return [...lines, zero('R23 letters lost, or taken from a file that is set aside', lost, 'names')]
}

/** Hold what is stored to what was written. */
export async function encodings(
  store: Store,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): Promise<readonly ProofLine[]> {
  return [
    ...(await planted(store, 'utf-8', rows, seed)),
    ...(await planted(store, 'gb18030', rows, seed + 1)),
    ...(await whole(store, seed + 2)),
  ]
}
