import type { LocalDate } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import {
  authenticateJwt,
  LockOut,
  migrations,
  planRemindersJob,
  repeat,
  sealedStore,
  sealNext,
} from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'
import { generateKeyPair, SignJWT } from 'jose'
import { recordSystem } from '../../../../packages/server/src/kit/audit/record.ts'
import { expendable } from '../../../../packages/server/src/node/backup/schedule.ts'
import { equal, type ProofLine, zero } from '../../line.ts'
import { jumps } from '../clocks/jumps.ts'
import { takeClocks } from '../clocks/set-clock.ts'
import type { TrustProof } from '../row.ts'

const issuer = 'https://sso.bank.test'
const audience = 'crm'
const EXPIRES_S = 300
const TOLERANCE_S = 30
const CLOSED_MS = 900_000

/** Tokens that were good, and are shown again half a minute and a second after their end. */
async function tokensTakenLate(): Promise<{ late: number; early: number }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  let late = 0
  let early = 0
  for (const jump of jumps) {
    const clocks = takeClocks()
    try {
      const authenticate = authenticateJwt({ keys: publicKey, issuer, audience })
      const token = await new SignJWT({ tid: bank.id })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
        .setSubject('stf_zhou')
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${EXPIRES_S}s`)
        .sign(privateKey)
      const show = () =>
        authenticate(
          new Request('https://crm.bank.test/', { headers: { authorization: `Bearer ${token}` } }),
        )
      if (await show()) early += 1
      jump.make(clocks)
      await show()
      clocks.pass((EXPIRES_S + TOLERANCE_S + 1) * 1_000)
      if (await show()) late += 1
      clocks.setWall(0)
      if (await show()) late += 1
    } finally {
      clocks.giveBack()
    }
  }
  return { late, early }
}

/** Accounts that were closed for a quarter of an hour: do they open before? */
function lockOutsShortened(): number {
  let shortened = 0
  for (const jump of jumps) {
    const clocks = takeClocks()
    try {
      const lock = new LockOut()
      for (let n = 0; n < 5; n++) lock.fail('stf_liu')
      jump.make(clocks)
      clocks.pass(CLOSED_MS - 1_000)
      if (lock.admit('stf_liu').ok) shortened += 1
      clocks.pass(2_000)
      // Longer than it should be is wrong as well.
      if (!lock.admit('stf_liu').ok) shortened += 1
    } finally {
      clocks.giveBack()
    }
  }
  return shortened
}

/** Jobs over all jumps, one after the other: rounds, seals, reminders and backups. */
async function jobs() {
  const store = sealedStore(await openMemoryStore({ migrations }), testVault())
  await plantCast(store)
  const keys = await store.vault.ready(store.db, bank.id)
  const asOf = bank.businessDate as LocalDate
  const made = [await planRemindersJob(store, { bankId: bank.id, asOf })]
  const files: string[] = []
  let lostBackups = 0
  let stuck = 0
  for (const [n, jump] of jumps.entries()) {
    const clocks = takeClocks()
    try {
      jump.make(clocks)
      const at = new Date().toISOString()
      let rounds = 0
      let third = () => {}
      const thrice = new Promise<void>((resolve) => {
        third = resolve
      })
      const again = repeat(
        async () => {
          rounds += 1
          if (rounds === 3) third()
        },
        { everyMs: 5, onFault: () => undefined },
      )
      await Promise.race([thrice, new Promise((resolve) => setTimeout(resolve, 5_000))])
      await again.stop()
      if (rounds < 3) stuck += 1
      await recordSystem(store.db, keys, {
        event_id: `aud_clock${n}`,
        at,
        action: 'proof.clock',
        object_kind: 'proof',
        object_id: '',
        result: 'ok',
      })
      await sealNext(store, bank.id, at)
      made.push(await planRemindersJob(store, { bankId: bank.id, asOf }))
      const taken = `crm-${at.replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}.json`
      files.push(taken)
      if (expendable(files, undefined, taken).includes(taken)) lostBackups += 1
    } finally {
      clocks.giveBack()
    }
  }
  const { count } = store.db.fn
  const rows = await store.db
    .selectFrom('audit_event')
    .select(count<number>('seq').as('n'))
    .executeTakeFirstOrThrow()
  const seals = await store.db.selectFrom('audit_seal').select(['n', 'rows']).orderBy('n').execute()
  await store.close()
  const sealed = seals.reduce((sum, seal) => sum + seal.rows, 0)
  return {
    doubled: made.slice(1).reduce((sum, each) => sum + each, 0),
    unsealed:
      Math.abs(Number(rows.n) - sealed) +
      seals.filter((seal, at) => Number(seal.n) !== at + 1).length,
    lostBackups,
    stuck,
  }
}

async function run(): Promise<ProofLine[]> {
  const { late, early } = await tokensTakenLate()
  const found = await jobs()
  const of = `in ${jumps.length} jumps of the clock`
  return [
    equal('R15 tokens accepted while they were good', early, jumps.length, 'tokens'),
    zero('R15 tokens accepted past their end and 30 s', late, of),
    zero('R15 lock-outs shortened or drawn out', lockOutsShortened(), of),
    zero('R15 reminders made twice', found.doubled, of),
    zero('R15 rows of the audit sealed twice or left out', found.unsealed, of),
    zero('R15 jobs that did not go on', found.stuck, of),
    zero('R15 backups thrown away as they were taken', found.lostBackups, of),
  ]
}

export const proof: TrustProof = { rows: ['R15'], run }
