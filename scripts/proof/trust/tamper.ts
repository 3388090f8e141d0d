// What somebody with full rights on the database may do to an audit, at random but repeatable.
import type { AuditSeal, AuditSource, PlacedRow } from '@crm/server'
import { intlSuite } from '@crm/server/node'
import { rootOf, sealText } from '../../../packages/server/src/kit/audit/seal.ts'

/** An audit taken out of its store, to be tampered with. */
export interface LooseAudit {
  readonly seals: AuditSeal[]
  readonly rows: PlacedRow[]
}

/** Read a whole audit into memory. */
export async function looseAudit(source: AuditSource): Promise<LooseAudit> {
  const seals: AuditSeal[] = []
  const rows: PlacedRow[] = []
  for await (const seal of source.seals()) seals.push(seal)
  for await (const row of source.rows()) rows.push(row)
  return { seals, rows }
}

const order = (a: PlacedRow, b: PlacedRow): number =>
  a.epoch - b.epoch || Number(BigInt(a.tx_id) - BigInt(b.tx_id)) || a.seq - b.seq

/** The audit as a store with these rows would give it: rows come in the order of their places. */
export const sourceOf = ({ seals, rows }: LooseAudit): AuditSource => ({
  async *seals() {
    yield* seals
  },
  async *rows() {
    yield* [...rows].sort(order)
  },
})

/** Numbers between 0 and 1 that follow from a seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const fields = [
  'at',
  'actor_id',
  'action',
  'object_id',
  'purpose',
  'decision',
  'result',
  'person_id',
] as const

/** Where a tampering begins: at one of these rows, or under this seal. */
export interface Place {
  readonly rows?: readonly number[]
  readonly seal?: number
}

/** Is the place that a verification names the one that was touched? */
export const isNamed = (
  place: Place,
  fault: { readonly n: number; readonly seq?: number },
): boolean =>
  place.rows ? fault.seq !== undefined && place.rows.includes(fault.seq) : fault.n === place.seal

type Deed = (audit: LooseAudit, random: () => number) => Place
const pick = (random: () => number, count: number): number => Math.floor(random() * count)
/** A row under a seal: what comes after the last seal is marked, and sealed within a second. */
const sealedRow = ({ rows, seals }: LooseAudit, random: () => number): number =>
  pick(
    random,
    Math.min(
      rows.length,
      seals.reduce((sum, seal) => sum + seal.rows, 0),
    ),
  )

/** The whole chain worked out again from the seal over a row on, with the old signatures. @returns that seal */
function sealAnew(audit: LooseAudit, row: number): number {
  let start = 0
  let first = 0
  for (const [at, seal] of audit.seals.entries()) {
    const rows = audit.rows.slice(start, start + seal.rows)
    start += seal.rows
    if (row >= start) continue
    first ||= at + 1
    const previous = audit.seals[at - 1]?.seal ?? seal.previous
    const body = { ...seal, ...rootOf(rows, intlSuite.digest), previous }
    audit.seals[at] = { ...body, seal: intlSuite.digest(sealText(body)) }
  }
  return first
}

/** Each changes the audit in place and says where. */
export const deeds: Readonly<Record<string, Deed>> = {
  'edit a field': (audit, random) => {
    const at = sealedRow(audit, random)
    const field = fields[pick(random, fields.length)]!
    const row = audit.rows[at]!
    audit.rows[at] = {
      ...row,
      [field]: field === 'at' ? '2020-01-01T00:00:00.000Z' : `${row[field]}x`,
    }
    return { rows: [row.seq] }
  },
  'edit the roles': (audit, random) => {
    const at = sealedRow(audit, random)
    const row = audit.rows[at]!
    audit.rows[at] = { ...row, roles: [...row.roles, 'audit-admin'] }
    return { rows: [row.seq] }
  },
  'edit whom a list showed': (audit, random) => {
    const at = sealedRow(audit, random)
    const row = audit.rows[at]!
    audit.rows[at] = { ...row, customer_ids: [...row.customer_ids, 'cus_other'] }
    return { rows: [row.seq] }
  },
  'edit a mark': (audit, random) => {
    const at = sealedRow(audit, random)
    const row = audit.rows[at]!
    audit.rows[at] = { ...row, mark: `${row.mark}A` }
    return { rows: [row.seq] }
  },
  'delete a row': (audit, random) => ({
    rows: [audit.rows.splice(sealedRow(audit, random), 1)[0]!.seq],
  }),
  'insert a row': (audit, random) => {
    const at = sealedRow(audit, random)
    const row = audit.rows[at]!
    const seq = row.seq + 0.5
    audit.rows.splice(at, 0, { ...row, event_id: 'aud_forged', seq })
    return { rows: [seq] }
  },
  'swap two rows': (audit, random) => {
    const at = pick(random, audit.rows.length - 1)
    const [a, b] = [audit.rows[at]!, audit.rows[at + 1]!]
    audit.rows[at] = { ...a, seq: b.seq, tx_id: b.tx_id }
    audit.rows[at + 1] = { ...b, seq: a.seq, tx_id: a.tx_id }
    return { rows: [a.seq, b.seq] }
  },
  'move a row': (audit, random) => {
    const at = sealedRow(audit, random)
    const row = audit.rows[at]!
    audit.rows[at] = { ...row, tx_id: String(BigInt(row.tx_id) + 1_000_000n) }
    return { rows: [row.seq] }
  },
  'delete a seal': (audit, random) => {
    const at = pick(random, audit.seals.length)
    audit.seals.splice(at, 1)
    return { seal: at + 1 }
  },
  'swap two seals': (audit, random) => {
    const at = pick(random, audit.seals.length - 1)
    audit.seals.splice(at, 2, audit.seals[at + 1]!, audit.seals[at]!)
    return { seal: at + 1 }
  },
  'edit a row and seal anew without the key': (audit, random) => {
    const at = sealedRow(audit, random)
    audit.rows[at] = { ...audit.rows[at]!, actor_id: 'stf_somebody' }
    return { seal: sealAnew(audit, at) }
  },
  'cut off the end': (audit, random) => {
    const keep = pick(random, audit.seals.length)
    audit.seals.length = keep
    audit.rows.length = audit.seals.reduce((sum, seal) => sum + seal.rows, 0)
    return { seal: keep + 1 }
  },
  'turn a clock back': (audit, random) => {
    const at = 1 + pick(random, audit.seals.length - 1)
    audit.seals[at] = { ...audit.seals[at]!, at: '2020-01-01T00:00:00.000Z' }
    return { seal: at + 1 }
  },
  'edit a seal': (audit, random) => {
    const at = pick(random, audit.seals.length)
    audit.seals[at] = { ...audit.seals[at]!, rows: audit.seals[at]!.rows + 1 }
    return { seal: at + 1 }
  },
  'call rows expired': (audit, random) => {
    const at = pick(random, audit.seals.length)
    const start = audit.seals.slice(0, at).reduce((sum, seal) => sum + seal.rows, 0)
    const seal = audit.seals[at]!
    audit.rows.splice(start, seal.rows)
    audit.seals[at] = { ...seal, expired: true } as AuditSeal
    return { seal: at + 1 }
  },
}
