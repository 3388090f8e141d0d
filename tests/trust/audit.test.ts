import { auntLi, bank, sun, zhang, zhengYan } from '@crm/core/fixtures'
import { isSignedBy } from '@crm/server/node'
import { openTestBank, type TestBank, testVault } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireAudit } from '../../packages/server/src/kit/audit/expire.ts'
import { auditInLines, exportAudit, toSyslog } from '../../packages/server/src/kit/audit/export.ts'
import { type AuditSeal, sealNext, startSealer } from '../../packages/server/src/kit/audit/seal.ts'
import { auditInStore } from '../../packages/server/src/kit/audit/store-source.ts'
import { type VerifyOptions, verifyAudit } from '../../packages/server/src/kit/audit/verify.ts'
import {
  chance,
  deeds,
  isNamed,
  type LooseAudit,
  looseAudit,
  sourceOf,
} from '../../scripts/proof/trust/tamper.ts'

let house: TestBank
let options: VerifyOptions
const heads: { n: number; seal: string }[] = []

beforeAll(async () => {
  house = await openTestBank()
  for (let seal = 0; seal < 6; seal++) {
    for (const { id } of [auntLi, zhang, sun]) {
      await house.crm.customers.get(id).catch(() => undefined)
      await house.crm.desk.getOverview(id).catch(() => undefined)
    }
    house.ports.pass(60_000)
    const made = await sealNext(house.store, bank.id, house.ports.now())
    heads.push({ n: made!.n, seal: made!.seal })
  }
  const { vault } = house.store
  options = {
    digest: vault.suite!.digest,
    isSignedBy,
    verifyingKeys: await vault.service!.verifyingKeys(),
    keys: await vault.ready(house.store.db, bank.id),
    now: house.ports.now(),
    heads,
  }
})
afterAll(() => house.close())

const verify = (audit: LooseAudit) => verifyAudit(sourceOf(audit), options)

describe('the audit of a morning', () => {
  it('is whole', async () => {
    const report = await verifyAudit(auditInStore(house.store, bank.id), options)
    expect(report).toMatchObject({ seals: 6, unsealed: 0, head: heads.at(-1) })
    expect(report.rows).toBeGreaterThan(30)
    expect(report.fault).toBeUndefined()
  })

  it('is whole in the file that was carried elsewhere, with the public keys alone', async () => {
    const lines: string[] = []
    for await (const line of exportAudit(auditInStore(house.store, bank.id))) lines.push(line)
    const { keys: _, ...offline } = options
    const carried = auditInLines(async function* () {
      yield* lines
    })
    expect((await verifyAudit(carried, offline)).fault).toBeUndefined()
    const spoilt = auditInLines(async function* () {
      for (const line of lines) yield line.replace('"customers.get"', '"customers.search"')
    })
    const report = await verifyAudit(spoilt, offline)
    expect(lines.join('').includes('"denied"') ? report.fault?.code : 'row_changed').toBe(
      'row_changed',
    )
  })

  it('names who, what and why, and never a value', async () => {
    const audit = await looseAudit(auditInStore(house.store, bank.id))
    const text = JSON.stringify(audit.rows)
    expect(text).toContain('customers.get')
    expect(text).toContain('relationship-manager.book.customer@1')
    expect(text).not.toContain(auntLi.name)
    expect(text).not.toContain(auntLi.phone)
  })
})

describe('tampering by somebody with every right on the database', () => {
  const random = chance(7)

  it.each(Object.keys(deeds))('is found each time: %s', async (deed) => {
    const whole = await looseAudit(auditInStore(house.store, bank.id))
    for (let turn = 0; turn < 25; turn++) {
      const audit = { seals: [...whole.seals], rows: [...whole.rows] }
      const place = deeds[deed]!(audit, random)
      const { fault } = await verify(audit)
      expect(fault, `turn ${turn}`).toBeDefined()
      expect(isNamed(place, fault!), `turn ${turn}: ${JSON.stringify([place, fault])}`).toBe(true)
    }
  })

  it('does not help to seal anew without the signing key', async () => {
    const audit = await looseAudit(auditInStore(house.store, bank.id))
    const thief = testVault()
    const forged = await openTestBank()
    await forged.crm.customers.get(auntLi.id)
    const seal = (await sealNext(forged.store, bank.id, house.ports.now())) as AuditSeal
    await forged.close()
    expect(thief.seals).toBe(true)
    audit.seals.splice(0, audit.seals.length, { ...seal, bankId: bank.id })
    expect((await verify(audit)).fault?.code).toMatch(/row_|seal_|cut_off/)
  })

  it('of a row that is not sealed yet is known by its mark', async () => {
    const other = await openTestBank()
    await other.crm.customers.get(auntLi.id)
    await sql`set session_replication_role = replica`.execute(other.store.db)
    await sql`update audit_event set result = 'nothing happened'`.execute(other.store.db)
    const report = await verifyAudit(auditInStore(other.store, bank.id), {
      ...options,
      heads: [],
      keys: await other.store.vault.ready(other.store.db, bank.id),
    })
    expect(report).toMatchObject({ seals: 0, fault: { code: 'row_forged', n: 1 } })
    await other.close()
  })
})

describe('the sealer', () => {
  it('seals what comes within its turn, tells the second place, and stops cleanly', async () => {
    const other = await openTestBank()
    const told: AuditSeal[] = []
    const sealer = startSealer({
      store: other.store,
      now: other.ports.now,
      everyMs: 20,
      onSeal: (seal) => void told.push(seal),
    })
    await other.crm.customers.get(auntLi.id)
    await expect.poll(() => told.length).toBeGreaterThan(0)
    await other.crm.customers.get(auntLi.id)
    await sealer.stop()
    const left = await sealNext(other.store, bank.id, other.ports.now())
    expect(left).toBeUndefined()
    expect(told.map(({ n }) => n)).toEqual(told.map((_, at) => at + 1))
    await other.close()
  })

  it('makes one chain, however many seal at once', async () => {
    const other = await openTestBank()
    await other.crm.customers.get(auntLi.id)
    const made = await Promise.all(
      Array.from({ length: 6 }, () => sealNext(other.store, bank.id, other.ports.now())),
    )
    expect(made.filter(Boolean)).toHaveLength(1)
    await other.close()
  })
})

describe('the end of the time that rows are kept', () => {
  it('lets whole seals go, leaves the chain, and refuses any other deleting', async () => {
    const other = await openTestBank()
    await other.crm.customers.get(auntLi.id)
    await sealNext(other.store, bank.id, '2022-01-01T00:00:00.000Z')
    await expect(sql`delete from audit_event`.execute(other.store.db)).rejects.toThrow()
    const now = '2026-03-05T00:00:00.000Z'
    const whole = await other.store.db.selectFrom('audit_event').select('event_id').execute()
    expect(await expireAudit(other.store, { bankId: bank.id, now })).toBe(whole.length)
    expect(await expireAudit(other.store, { bankId: bank.id, now })).toBe(0)
    await sealNext(other.store, bank.id, now)
    const asked = { ...options, heads: [], now }
    const report = await verifyAudit(auditInStore(other.store, bank.id), asked)
    expect(report).toMatchObject({ seals: 2, rows: 1 })
    expect(report.fault).toBeUndefined()
    const early = { ...asked, now: '2022-06-01T00:00:00.000Z' }
    expect((await verifyAudit(auditInStore(other.store, bank.id), early)).fault?.code).toBe(
      'row_missing',
    )
    await other.close()
  })
})

it('a row for the SIEM is one RFC 5424 message, whatever its words hold', async () => {
  const { rows } = await looseAudit(auditInStore(house.store, bank.id))
  const message = toSyslog({ ...rows[0]!, purpose: 'a "quoted] \\ word' }, 'crm.bank.example')
  expect(message).toMatch(
    /^<10[89]>1 2026-[\dT:.-]+Z crm\.bank\.example crm - aud_\w+ \[audit@32473 /,
  )
  expect(message).toContain('purpose="a \\"quoted\\] \\\\ word"')
  expect(message.split('\n')).toHaveLength(1)
})

describe('a list', () => {
  it('names everybody whose data a list held, and finds who is taken off it', async () => {
    const { items } = await house.crm.customers.search({ text: '' })
    const [row] = await house.store.db
      .selectFrom('audit_event')
      .select(['customer_id', 'customer_ids'])
      .where('action', '=', 'customers.search')
      .orderBy('seq', 'desc')
      .limit(1)
      .execute()
    const shown = items.map(({ id }) => id as string).sort()
    expect(row).toEqual({ customer_id: null, customer_ids: shown })
    const who = await house.as(zhengYan).access.listAudit({ objectId: auntLi.id })
    const about = who.items.filter(({ action }) => action === 'customers.search')
    expect(about.map(({ customerIds }) => customerIds)).toEqual([shown])

    const audit = await looseAudit(auditInStore(house.store, bank.id))
    const at = audit.rows.findIndex(({ customer_ids }) => customer_ids.length > 1)
    const { customer_ids, seq } = audit.rows[at]!
    audit.rows[at] = { ...audit.rows[at]!, customer_ids: customer_ids.slice(1) }
    expect((await verify(audit)).fault).toMatchObject({ seq })
  })
})
