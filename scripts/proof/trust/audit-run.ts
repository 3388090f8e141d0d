// A long audit: how fast it is verified, how late it is sealed, and whether any tampering goes unseen.
import { bank } from '@crm/core/fixtures'
import {
  type AuditSource,
  auditInLines,
  auditInStore,
  exportAudit,
  migrations,
  openVault,
  type Store,
  sealedStore,
  sealNext,
  verifyAudit,
} from '@crm/server'
import { intlSuite, isSignedBy, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { recordSystem } from '../../../packages/server/src/kit/audit/record.ts'
import { chance, deeds, isNamed, type LooseAudit, looseAudit, sourceOf } from './tamper.ts'

/** What the long audit showed. */
export interface AuditOutcome {
  readonly rows: number
  readonly rowsPerSecond: number
  readonly tamperings: number
  readonly found: number
  readonly named: number
  /** Kinds of tampering. */
  readonly kinds: number
  /** The file that was carried elsewhere, with the public keys alone, tells the same. */
  readonly agreed: number
}

/** An audit as the file that `crm audit export` writes, read back. */
async function carried(audit: LooseAudit): Promise<AuditSource> {
  const lines: string[] = []
  for await (const line of exportAudit(sourceOf(audit))) lines.push(line)
  return auditInLines(async function* () {
    yield* lines
  })
}

/** Write so many rows, seal them, verify them, and tamper so often. */
export async function runAudit(
  rows: number,
  tamperings: number,
  seed: number,
): Promise<AuditOutcome> {
  const bare = await openMemoryStore({ migrations })
  const vault = openVault({ service: memoryKeyService(), suite: intlSuite })
  const store = sealedStore(bare as Store, vault)
  const bankId = bank.id
  await store.db
    .insertInto('bank')
    .values({ bank_id: bankId, name: bank.name, currency: 'CNY', business_date: '2026-03-05' })
    .execute()
  const keys = await vault.ready(store.db, bankId)
  const write = async (from: number, to: number) => {
    for (let n = from; n < to; n += 200)
      await store.transaction(async (tx) => {
        for (let at = n; at < Math.min(n + 200, to); at++)
          await recordSystem(tx, keys, {
            event_id: `aud_${at}`,
            at: new Date(Date.UTC(2026, 2, 5) + at * 10).toISOString(),
            action: 'customers.get',
            object_kind: 'customer',
            object_id: `cus_${at % 500}`,
            result: 'ok',
          })
      })
  }
  const seal = async () => {
    const heads: { n: number; seal: string }[] = []
    for (;;) {
      const made = await sealNext(store, bankId, new Date(Date.UTC(2026, 2, 6)).toISOString())
      if (!made) return heads
      heads.push({ n: made.n, seal: made.seal })
    }
  }
  const options = {
    digest: intlSuite.digest,
    isSignedBy,
    verifyingKeys: await vault.service!.verifyingKeys(),
    now: '2026-03-06T00:00:00.000Z',
    keys,
  }
  // A small audit of several seals to tamper with.
  const random = chance(seed)
  const heads: { n: number; seal: string }[] = []
  for (let part = 0; part < 5; part++) {
    await write(part * 40, part * 40 + 40)
    heads.push(...(await seal()))
  }
  const whole = await looseAudit(auditInStore(store, bankId))
  const names = Object.keys(deeds)
  let found = 0
  let named = 0
  let agreed = 0
  const { keys: _, ...offline } = options
  for (let turn = 0; turn < tamperings; turn++) {
    const audit = { seals: [...whole.seals], rows: [...whole.rows] }
    const deed = names[turn % names.length]!
    const place = deeds[deed]!(audit, random)
    const { fault } = await verifyAudit(sourceOf(audit), { ...options, heads })
    if (fault) found += 1
    if (fault && isNamed(place, fault)) named += 1
    const away = await verifyAudit(await carried(audit), { ...offline, heads })
    if (JSON.stringify(away.fault) === JSON.stringify(fault)) agreed += 1
  }
  await write(200, rows)
  await seal()
  const loose = await looseAudit(auditInStore(store, bankId))
  const began = performance.now()
  const report = await verifyAudit(sourceOf(loose), options)
  const rowsPerSecond = Math.round((loose.rows.length * 1_000) / (performance.now() - began))
  await bare.close()
  if (report.fault) throw new Error(`the long audit is not whole: ${report.fault.code}`)
  return {
    rows: loose.rows.length,
    rowsPerSecond,
    tamperings,
    kinds: names.length,
    found,
    named,
    agreed,
  }
}
