import type { BankKeys } from '../keys/bank-keys.ts'
import type { Signature, VerifyingKey } from '../keys/key-service.ts'
import { type AuditSeal, GENESIS, type PlacedRow, rootOf, sealText } from './seal.ts'
import { auditText } from './text.ts'

/** What is wrong with an audit, and where it begins. */
export interface AuditFault {
  readonly code:
    | 'row_changed'
    | 'row_missing'
    | 'row_added'
    | 'row_forged'
    | 'rows_reordered'
    | 'seal_missing'
    | 'seal_changed'
    | 'seal_forged'
    | 'clock_went_back'
    | 'cut_off'
  /** The seal it is under; one past the last for rows not sealed yet. */
  readonly n: number
  /** The row, where one can be named. */
  readonly seq?: number
}

/** What a verification found. */
export interface AuditReport {
  readonly seals: number
  readonly rows: number
  /** Rows after the last seal: marked, not yet sealed. */
  readonly unsealed: number
  /** The first thing that is wrong; absent when all is well. */
  readonly fault?: AuditFault
  /** The last seal, to compare with later. */
  readonly head?: { readonly n: number; readonly seal: string }
}

/** Where an audit is read from: the store, or files that were carried elsewhere. */
export interface AuditSource {
  /** Every seal, in order. */
  seals(): AsyncIterable<AuditSeal & { readonly expired?: boolean }>
  /** Every row, in order. */
  rows(): AsyncIterable<PlacedRow>
}

/** What a verification is held against. */
export interface VerifyOptions {
  readonly digest: (text: string) => string
  readonly isSignedBy: (keys: readonly VerifyingKey[], data: Uint8Array, s: Signature) => boolean
  readonly verifyingKeys: readonly VerifyingKey[]
  /** With the bank's keys, rows that are not sealed yet are checked by their marks as well. */
  readonly keys?: BankKeys
  /** The moment of the verification, and how long rows are kept: only older ones may be gone. */
  readonly now: string
  readonly keptDays?: number
  /** Seals that a second place was told of: what it knows must still be here. */
  readonly heads?: readonly { readonly n: number; readonly seal: string }[]
}

/** The shortest time that rows are kept, in days, unless the bank keeps them longer (see `expire.ts`). */
const KEPT_DAYS = 1_096

const isPastItsTime = ({ at }: AuditSeal, { now, keptDays = KEPT_DAYS }: VerifyOptions): boolean =>
  Date.parse(now) - Date.parse(at) >= keptDays * 86_400_000

/** A clock may be set right by this much between two seals, in milliseconds. */
const CLOCK_SLACK = 5_000

/**
 * Walk the whole audit from its first seal and stop at the first thing that is not as it was: a row
 * changed, missing, added or moved, a seal altered or cut off, a clock turned back. Works offline:
 * sealed rows need the public keys alone.
 */
export async function verifyAudit(
  source: AuditSource,
  options: VerifyOptions,
): Promise<AuditReport> {
  const rows = reader(source.rows())
  const heads = new Map(options.heads?.map(({ n, seal }) => [n, seal]))
  let seals = 0
  let count = 0
  let last: AuditSeal | undefined
  const report = (fault?: AuditFault, unsealed = 0): AuditReport => ({
    seals,
    rows: count,
    unsealed,
    ...(fault && { fault }),
    ...(last && { head: { n: last.n, seal: last.seal } }),
  })
  for await (const seal of source.seals()) {
    const fault = sealFault(seal, last, heads, options)
    if (fault) return report(fault)
    if (seal.expired && !isPastItsTime(seal, options))
      return report({ code: 'row_missing', n: seal.n })
    if (!seal.expired) {
      const held = await rows.through(seal.last)
      count += held.length
      const wrong = rowsFault(held, seal, options.digest)
      if (wrong) return report(wrong)
    }
    seals += 1
    last = seal
  }
  const highest = Math.max(0, ...heads.keys())
  if (highest > (last?.n ?? 0)) return report({ code: 'cut_off', n: (last?.n ?? 0) + 1 })
  const rest = await rows.through(undefined)
  count += rest.length
  const forged = options.keys && rest.find((row) => !isMarked(options.keys!, row))
  return report(
    forged && { code: 'row_forged', n: (last?.n ?? 0) + 1, seq: forged.seq },
    rest.length,
  )
}

const isMarked = (keys: BankKeys, row: PlacedRow): boolean =>
  keys.isMarked(auditText(row), row.mark)

function sealFault(
  seal: AuditSeal,
  before: AuditSeal | undefined,
  heads: ReadonlyMap<number, string>,
  { digest, isSignedBy, verifyingKeys }: VerifyOptions,
): AuditFault | undefined {
  const n = (before?.n ?? 0) + 1
  if (seal.n !== n || seal.previous !== (before?.seal ?? GENESIS))
    return { code: seal.n > n ? 'seal_missing' : 'seal_changed', n }
  const text = sealText(seal)
  if (digest(text) !== seal.seal) return { code: 'seal_changed', n }
  if (!isSignedBy(verifyingKeys, new TextEncoder().encode(text), seal))
    return { code: 'seal_forged', n }
  const known = heads.get(n)
  if (known !== undefined && known !== seal.seal) return { code: 'seal_forged', n }
  if (before && Date.parse(seal.at) < Date.parse(before.at) - CLOCK_SLACK)
    return { code: 'clock_went_back', n }
  return undefined
}

function rowsFault(
  held: readonly PlacedRow[],
  seal: AuditSeal,
  digest: (text: string) => string,
): AuditFault | undefined {
  const { root, marks } = rootOf(held, digest)
  if (root === seal.root && held.length === seal.rows) return undefined
  return {
    n: seal.n,
    ...firstDifference(seal.marks.split(' '), marks === '' ? [] : marks.split(' ')),
  }
}

/** Compare what was sealed with what is there, row by row, and name the first that is not the same. */
function firstDifference(
  sealed: readonly string[],
  found: readonly string[],
): Pick<AuditFault, 'code' | 'seq'> {
  const seqOf = (mark: string | undefined) => Number(mark?.split(':')[0])
  const there = new Set(found.map(seqOf))
  const then = new Set(sealed.map(seqOf))
  const missing = sealed.find((mark) => !there.has(seqOf(mark)))
  // Who has every right may give a new row the number of an old one: it is there twice then.
  const firstAt = new Map(found.map((mark, at) => [seqOf(mark), at] as const).reverse())
  const added = found.find((mark, at) => !then.has(seqOf(mark)) || firstAt.get(seqOf(mark)) !== at)
  const changed = sealed.find((mark, at) => found[at] !== mark)
  if (missing !== undefined) return { code: 'row_missing', seq: seqOf(missing) }
  if (added !== undefined) return { code: 'row_added', seq: seqOf(added) }
  const same = changed !== undefined && found.includes(changed)
  return { code: same ? 'rows_reordered' : 'row_changed', seq: seqOf(changed ?? sealed[0]) }
}

/** Is the first place at or before the second? */
function isWithin(row: PlacedRow, [epoch, txId, seq]: AuditSeal['last']): boolean {
  if (row.epoch !== epoch) return row.epoch < epoch
  if (row.tx_id !== txId) return BigInt(row.tx_id) < BigInt(txId)
  return row.seq <= seq
}

/** Reads rows one stretch after another. */
function reader(rows: AsyncIterable<PlacedRow>) {
  const iterator = rows[Symbol.asyncIterator]()
  let next: PlacedRow | undefined
  return {
    /** The rows up to a place, or all that are left. */
    async through(place: AuditSeal['last'] | undefined): Promise<PlacedRow[]> {
      const held: PlacedRow[] = []
      for (;;) {
        if (!next) {
          const read = await iterator.next()
          if (read.done) return held
          next = read.value
        }
        if (place && !isWithin(next, place)) return held
        held.push(next)
        next = undefined
      }
    },
  }
}
