import { BlockIndex } from './block-index.ts'
import { columnKinds } from './column-kind.ts'
import type { BlockingRule, BlockPart, Matching } from './matching.ts'
import type { RecordTable } from './record-table.ts'

/** So many candidates a record are affordable. */
const PAIRS_A_RECORD = 60
const MOST_RULES = 24
/** Rules are weighed on so many records. */
const SAMPLE = 20_000

/**
 * Blocking for a matching that names none: every key of every column, alone and in pairs, the
 * cheapest first, as many as are affordable. A key that nearly every record has for itself costs
 * nothing and finds what agrees there, whatever else is wrong; many such rules leave few pairs out.
 */
export function chooseBlocking(table: RecordTable, matching: Matching): readonly BlockingRule[] {
  const parts = Object.entries(matching.columns).flatMap(([column, kind]) =>
    columnKinds[kind].keys.map((by): BlockPart => ({ columns: [column], by })),
  )
  const nameOf = ({ columns: [column], by }: BlockPart) => `${column}:${by.name || 'begins'}`
  const alone = parts.map((part): BlockingRule => ({ name: nameOf(part), parts: [part] }))
  const inPairs = parts.flatMap((one, at) =>
    parts
      .slice(at + 1)
      .flatMap((other): BlockingRule[] =>
        one.columns[0] === other.columns[0]
          ? []
          : [{ name: `${nameOf(one)} + ${nameOf(other)}`, parts: [one, other] }],
      ),
  )
  const size = Math.min(table.size, SAMPLE)
  const step = Math.max(1, Math.floor(table.size / Math.max(1, size)))
  const weighed = [...alone, ...inPairs].map((rule) => {
    const index = new BlockIndex(table, rule)
    let keyed = 0
    for (let record = 0; record < table.size; record += step) {
      if (index.add(record) > 0) keyed++
    }
    // A sample of one in `step` shows one pair in `step` of those that a key has.
    return { rule, keyed, pairs: index.pairs(matching.mostInBlock) * step }
  })
  const affordable = weighed
    .filter(({ keyed }) => keyed > size / 20)
    .sort((a, b) => a.pairs - b.pairs)
  const chosen: BlockingRule[] = []
  const known = new Set<BlockPart>()
  let left = PAIRS_A_RECORD * table.size
  for (const length of [1, 2])
    for (const { rule, pairs } of affordable) {
      if (rule.parts.length !== length || pairs > left || chosen.length === MOST_RULES) continue
      // With one of its parts alone, a pair of parts finds nothing more.
      if (length === 2 && rule.parts.some((part) => known.has(part))) continue
      if (length === 1) known.add(rule.parts[0]!)
      chosen.push(rule)
      left -= pairs
    }
  return chosen
}
