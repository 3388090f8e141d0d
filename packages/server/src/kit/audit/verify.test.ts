import { beforeEach, describe, expect, it } from 'vitest'
import { auditKeys, auditRow, madeAudit, sourceOf } from '../../../../../tests/loose-audit.ts'
import { intlSuite, isSignedBy } from '../../../../../tests/node-keys.ts'
import type { AuditSeal, PlacedRow } from './seal.ts'
import { type VerifyOptions, verifyAudit } from './verify.ts'

let made: Awaited<ReturnType<typeof madeAudit>>
let rows: PlacedRow[]
let seals: (AuditSeal & { expired?: boolean })[]
beforeEach(async () => {
  made = await madeAudit()
  rows = made.rows
  seals = made.seals
})

const check = (more: Partial<VerifyOptions> = {}) =>
  verifyAudit(sourceOf(seals, rows), {
    digest: intlSuite.digest,
    isSignedBy,
    verifyingKeys: made.verifyingKeys,
    now: '2026-03-05T02:00:00.000Z',
    ...more,
  })
const faultOf = async (more: Partial<VerifyOptions> = {}) => (await check(more)).fault
const headOf = ({ n, seal }: AuditSeal) => ({ n, seal })

describe('an audit that nobody touched', () => {
  it('is whole, and says how far it reaches', async () => {
    const heads = seals.map(headOf)
    expect(await check({ keys: made.keys, heads })).toEqual({
      seals: 3,
      rows: 17,
      unsealed: 2,
      head: heads[2],
    })
  })

  it('is whole while there is nothing in it', async () => {
    rows = []
    seals = []
    expect(await check({ keys: made.keys })).toEqual({ seals: 0, rows: 0, unsealed: 0 })
  })
})

describe('a row that somebody changed', () => {
  const other: Partial<Record<keyof PlacedRow, unknown>> = {
    bank_id: 'bnk_other',
    event_id: 'aud_x',
    at: '2026-03-05T01:00:00.001Z',
    actor_id: 'stf_wu',
    person_id: 'per_wu',
    roles: ['teller'],
    action: 'customers.search',
    object_kind: 'account',
    object_id: 'cus_zhang',
    customer_id: null,
    field_names: [],
    purpose: '',
    decision: 'denied',
    policy_id: '',
    result: 'access.denied',
    request_id: 'req_2',
    session_id: '',
    address: '10.0.0.8',
    before_mark: '',
    after_mark: '',
    customer_ids: ['cus_sun'],
    mark: 'audit-1.x',
  }

  it.each(Object.entries(other))('is named, whatever was changed: %s', async (field, value) => {
    rows[6] = { ...rows[6]!, [field]: value }
    expect(await check()).toEqual({
      seals: 1,
      rows: 10,
      unsealed: 0,
      fault: { code: 'row_changed', n: 2, seq: 7 },
      head: headOf(seals[0]!),
    })
  })

  it('and not yet sealed is known by its mark, where the keys are', async () => {
    rows[15] = { ...rows[15]!, result: 'nothing happened' }
    expect(await faultOf({ keys: made.keys })).toEqual({ code: 'row_forged', n: 4, seq: 16 })
    expect(await faultOf({ keys: auditKeys() })).toEqual({ code: 'row_forged', n: 4, seq: 16 })
    expect(await faultOf()).toBeUndefined()
    seals = []
    expect(await faultOf({ keys: made.keys })).toEqual({ code: 'row_forged', n: 1, seq: 16 })
  })
})

describe('a row that somebody took away, put in or moved', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [4, 1, 5],
    [9, 2, 10],
    [11, 3, 12],
    [14, 3, 15],
  ])('number %i is missed under seal %i', async (at, n, seq) => {
    rows.splice(at, 1)
    expect(await faultOf()).toEqual({ code: 'row_missing', n, seq })
  })

  it('is missed also where all of a seal are gone', async () => {
    rows.splice(0, 5)
    expect(await faultOf()).toEqual({ code: 'row_missing', n: 1, seq: 1 })
    rows = []
    expect(await faultOf()).toEqual({ code: 'row_missing', n: 1, seq: 1 })
  })

  it('is noticed where it was put in', async () => {
    rows.splice(7, 0, auditRow(made.keys, [1, '10', 70]))
    expect(await faultOf()).toEqual({ code: 'row_added', n: 2, seq: 70 })
  })

  it('is noticed where it took the number of another', async () => {
    rows.splice(5, 0, auditRow(made.keys, [1, '8', 4]))
    expect(await faultOf()).toEqual({ code: 'row_added', n: 1, seq: 4 })
    rows.splice(5, 1, auditRow(made.keys, [1, '9', 6]))
    expect(await faultOf()).toEqual({ code: 'row_added', n: 2, seq: 6 })
  })

  it('is noticed where two changed places', async () => {
    const [one, two] = [rows[6]!, rows[7]!]
    rows.splice(6, 2, two, one)
    expect(await faultOf()).toEqual({ code: 'rows_reordered', n: 2, seq: 7 })
  })

  it('is told before what was changed besides', async () => {
    rows[6] = { ...rows[6]!, result: 'x' }
    rows.splice(8, 1)
    expect(await faultOf()).toEqual({ code: 'row_missing', n: 2, seq: 9 })
  })

  it('is noticed where a seal says of more rows than it holds', async () => {
    seals.length = 0
    await made.seal(rows.slice(0, 5), { rows: 6 })
    expect((await faultOf())?.n).toBe(1)
  })

  it('is placed by its epoch first, then its transaction as a number, then itself', async () => {
    seals.length = 0
    rows = [
      auditRow(made.keys, [1, '9', 5]),
      auditRow(made.keys, [1, '10', 2]),
      auditRow(made.keys, [1, '10', 3]),
      auditRow(made.keys, [2, '3', 1]),
      auditRow(made.keys, [2, '3', 4]),
    ]
    await made.seal(rows.slice(0, 2))
    await made.seal(rows.slice(2, 4))
    expect(await check()).toMatchObject({ seals: 2, rows: 5, unsealed: 1 })
    expect(await faultOf()).toBeUndefined()
  })
})

describe('a seal that somebody touched', () => {
  it.each([
    ['at', '2026-03-05T01:01:00.001Z'],
    ['last', [1, '14', 11]],
    ['rows', 4],
    ['marks', 'x'],
    ['root', 'x'],
    ['bankId', 'bnk_other'],
    ['seal', 'x'],
    ['previous', 'x'],
    ['n', 1],
  ] as const)('is named: %s', async (field, value) => {
    seals[1] = { ...seals[1]!, [field]: value }
    expect(await faultOf()).toEqual({ code: 'seal_changed', n: 2 })
  })

  it('is missed', async () => {
    seals.splice(1, 1)
    expect(await faultOf()).toEqual({ code: 'seal_missing', n: 2 })
    seals.splice(0, 1)
    expect(await faultOf()).toEqual({ code: 'seal_missing', n: 1 })
  })

  it('does not pass for one that another key signed', async () => {
    const thief = await madeAudit()
    expect(await faultOf({ verifyingKeys: thief.verifyingKeys })).toEqual({
      code: 'seal_forged',
      n: 1,
    })
    seals[0] = { ...seals[0]!, signature: thief.seals[0]!.signature }
    expect(await faultOf()).toEqual({ code: 'seal_forged', n: 1 })
  })

  it('does not pass for the first of a chain that began elsewhere', async () => {
    seals.length = 0
    await made.seal(rows.slice(0, 5), { previous: 'crm.audit.0' })
    expect(await faultOf()).toEqual({ code: 'seal_changed', n: 1 })
  })

  it('is told from the one that a second place was told of', async () => {
    const heads = [headOf(seals[0]!), { n: 2, seal: 'another' }]
    expect(await faultOf({ heads })).toEqual({ code: 'seal_forged', n: 2 })
  })

  it('is missed at the end by the second place alone', async () => {
    const heads = seals.map(headOf)
    seals.pop()
    rows.length = 10
    expect(await faultOf()).toBeUndefined()
    expect(await faultOf({ heads })).toEqual({ code: 'cut_off', n: 3 })
    seals.length = 0
    expect(await faultOf({ heads: [heads[0]!] })).toEqual({ code: 'cut_off', n: 1 })
  })

  it('may be five seconds before the one before it, and no more', async () => {
    seals.length = 2
    rows.length = 15
    await made.seal(rows.slice(10), { at: '2026-03-05T01:00:55.000Z' })
    expect(await faultOf()).toBeUndefined()
    seals.length = 2
    await made.seal(rows.slice(10), { at: '2026-03-05T01:00:54.999Z' })
    expect(await faultOf()).toEqual({ code: 'clock_went_back', n: 3 })
  })
})

describe('rows that were let go', () => {
  const day = 86_400_000
  const after = (days: number, milliseconds = 0) =>
    new Date(Date.parse('2026-03-05T01:00:00.000Z') + days * day + milliseconds).toISOString()
  beforeEach(() => {
    seals[0] = { ...seals[0]!, expired: true }
    rows.splice(0, 5)
  })

  it('are missed before their time, and not after', async () => {
    expect(await check({ now: after(1_096, -1) })).toEqual({
      seals: 0,
      rows: 0,
      unsealed: 0,
      fault: { code: 'row_missing', n: 1 },
    })
    expect(await check({ now: after(1_096) })).toMatchObject({ seals: 3, rows: 12, unsealed: 2 })
    expect(await faultOf({ now: after(1_096) })).toBeUndefined()
  })

  it('have the time that the bank says', async () => {
    expect(await faultOf({ now: after(366), keptDays: 366 })).toBeUndefined()
    expect((await faultOf({ now: after(366, -1), keptDays: 366 }))?.code).toBe('row_missing')
    expect((await faultOf({ now: after(1_500), keptDays: 2_000 }))?.code).toBe('row_missing')
  })
})
