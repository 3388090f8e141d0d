// An audit in memory, rightly marked, chained and signed, to be spoilt in tests of whoever checks it.
import {
  type AuditSeal,
  GENESIS,
  type PlacedRow,
  rootOf,
  sealText,
} from '../packages/server/src/kit/audit/seal.ts'
import { auditText } from '../packages/server/src/kit/audit/text.ts'
import type { AuditSource } from '../packages/server/src/kit/audit/verify.ts'
import { BankKeys, type DataKey } from '../packages/server/src/kit/keys/bank-keys.ts'
import { intlSuite } from '../packages/server/src/node/keys/intl-suite.ts'
import { memoryKeyService } from '../packages/server/src/node/keys/memory-key-service.ts'

const bankId = 'bnk_shiqiao'

/** A bank's keys with one for the audit, and no store behind them. */
export function auditKeys(bank = bankId): BankKeys {
  const key: DataKey = {
    id: 'audit-1',
    purpose: 'audit',
    version: 1,
    active: true,
    suite: intlSuite,
    key: intlSuite.prepare(intlSuite.newKey()),
  }
  return new BankKeys(bank, [key], [intlSuite])
}

type Place = readonly [epoch: number, txId: string, seq: number]

/** A row of Chen Bo’s morning, at a place in the order. */
export function auditRow(keys: BankKeys, [epoch, tx_id, seq]: Place): PlacedRow {
  const row = {
    bank_id: bankId,
    event_id: `aud_${seq}`,
    at: '2026-03-05T01:00:00.000Z',
    actor_id: 'stf_chen',
    person_id: 'per_chen',
    roles: ['relationship-manager'],
    action: 'customers.get',
    object_kind: 'customer',
    object_id: 'cus_li',
    customer_id: 'cus_li',
    field_names: ['customer.phone'],
    purpose: 'incoming-call',
    decision: 'allowed',
    policy_id: 'relationship-manager.book.customer@1',
    result: 'ok',
    request_id: 'req_1',
    session_id: 'ses_1',
    address: '10.0.0.7',
    before_mark: 'b',
    after_mark: 'a',
    customer_ids: [],
  }
  return { ...row, epoch, tx_id, seq, mark: keys.mark('audit', auditText(row)) }
}

/** Five rows under each of three seals and two that are not sealed yet, with who made them. */
export async function madeAudit() {
  const keys = auditKeys()
  const service = memoryKeyService()
  // Transactions pass from nine to ten, and a restored store counts them anew.
  const places = Array.from(
    { length: 17 },
    (_, at): Place => (at < 12 ? [1, String(at + 4), at + 1] : [2, String(at - 9), at + 1]),
  )
  const rows = places.map((place) => auditRow(keys, place))
  const seals: (AuditSeal & { expired?: boolean })[] = []

  /** Seal rows after the seals that there are, rightly signed. */
  async function seal(
    own: readonly PlacedRow[],
    more: Partial<AuditSeal> = {},
  ): Promise<AuditSeal> {
    const before = seals.at(-1)
    const end = own.at(-1)!
    const body = {
      bankId,
      n: (before?.n ?? 0) + 1,
      at: `2026-03-05T01:0${seals.length}:00.000Z`,
      last: [end.epoch, end.tx_id, end.seq] as const,
      rows: own.length,
      ...rootOf(own, intlSuite.digest),
      previous: before?.seal ?? GENESIS,
      ...more,
    }
    const text = sealText(body)
    const signed = await service.sign(new TextEncoder().encode(text))
    const made = { ...body, seal: intlSuite.digest(text), ...signed }
    seals.push(made)
    return made
  }
  for (const from of [0, 5, 10]) await seal(rows.slice(from, from + 5))
  return { keys, service, rows, seals, seal, verifyingKeys: await service.verifyingKeys() }
}

/** An audit read from lists, in their order. */
export const sourceOf = (
  seals: readonly (AuditSeal & { readonly expired?: boolean })[],
  rows: readonly PlacedRow[],
): AuditSource => ({
  async *seals() {
    yield* seals
  },
  async *rows() {
    yield* rows
  },
})
