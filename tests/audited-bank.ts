// A bank of its own in a shared store, for tests of its audit.
import { recordSystem } from '../packages/server/src/kit/audit/record.ts'
import { sealNext } from '../packages/server/src/kit/audit/seal.ts'
import { auditInStore } from '../packages/server/src/kit/audit/store-source.ts'
import { verifyAudit } from '../packages/server/src/kit/audit/verify.ts'
import type { Store } from '../packages/server/src/kit/store/store.ts'
import { isSignedBy } from './node-keys.ts'
import { newSealedBank } from './sealed-bank.ts'

/** A bank of its own whose system does things that are put on record. */
export async function newAuditedBank(bare: Store) {
  const bank = newSealedBank(bare)
  const keys = await bank.ready()
  let deeds = 0
  const now = '2026-03-05T01:00:00.000Z'
  const asked = {
    digest: bank.options.suite.digest,
    isSignedBy,
    verifyingKeys: await bank.service.verifyingKeys(),
    keys,
    now,
  }
  return {
    ...bank,
    happens: async (times = 1) => {
      for (let n = 0; n < times; n++)
        await recordSystem(bare.db, keys, {
          event_id: `aud_${++deeds}`,
          at: now,
          action: 'sources.import',
          object_kind: 'source',
          object_id: 'core',
          result: 'ok',
        })
    },
    seal: (at = now) => sealNext(bank.store, bank.bankId, at),
    verify: (more: object = {}) =>
      verifyAudit(auditInStore(bank.store, bank.bankId), { ...asked, ...more }),
    events: () =>
      bare.db
        .selectFrom('audit_event')
        .select(['event_id', 'action', 'object_id', 'result', 'object_kind', 'at'])
        .where('bank_id', '=', bank.bankId)
        .orderBy('seq')
        .execute(),
    /** Let the sealer of banks find it. */
    name: async () => {
      const row = { bank_id: bank.bankId, name: 'x', currency: 'CNY', business_date: '2026-03-05' }
      await bare.db.insertInto('bank').values(row).execute()
    },
    forget: () => bare.db.deleteFrom('bank').where('bank_id', '=', bank.bankId).execute(),
  }
}
