// R07: whoever decides is killed between the word, its effect, its record and its news.
import type { Instant } from '@crm/core'
import { because } from '@crm/core'
import { bank, callerOf, chenBo } from '@crm/core/fixtures'
import {
  defaultLimits,
  Guard,
  migrate,
  migrations,
  propose,
  type Store,
  sealedStore,
  WriteSession,
} from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'
import { sql } from 'kysely'
import type { PostgresServer } from '../../../../tests/postgres-server.ts'
import { ASKED_FEN, approvalKinds, authority } from './exception-kind.ts'
import { openGateway, type Reception, receptionOf } from './gateway.ts'
import { killMany } from './lives.ts'

/** What was found of requests whose deciders were killed. */
export interface DecisionOutcome extends Reception {
  readonly kills: number
  readonly decided: number
  /** Requests that were neither before nor after their decision. */
  readonly half: number
}

async function ask(store: Store, many: number): Promise<void> {
  const keys = await store.vault.ready(store.db, bank.id)
  let next = 0
  const start = {
    caller: callerOf(chenBo),
    today: bank.businessDate,
    policies: [],
    modules: [],
    ports: {
      now: () => '2026-03-05T01:00:00.000Z' as Instant,
      newId: (prefix: string) => `${prefix}_${String(next++).padStart(6, '0')}`,
    },
    keys,
    origin: { address: '', purpose: '' },
    guard: new Guard(defaultLimits),
    approvals: { authority, kinds: approvalKinds },
  }
  for (let at = 0; at < many; at += 50)
    await store.transaction(async (tx) => {
      const session = new WriteSession(tx, start, undefined)
      for (let n = at; n < Math.min(many, at + 50); n++)
        await propose(session, {
          kind: 'rate.exception',
          subjectKind: 'customer',
          subjectId: `cus_${n}`,
          reason: because('policy.change', { policies: n }),
          content: { n },
          amountFen: ASKED_FEN,
        })
    })
}

/**
 * Requests of which some but not all is there: the status, the word, the effect, the event, the record,
 * the answer kept for a repeated call; and one more where the day's limit counts other than what was
 * agreed to.
 */
async function halfDecided(store: Store): Promise<number> {
  const per = (table: string, id: string, also = 'true') => sql`left join lateral (
      select count(*)::int as n from ${sql.raw(table)} where ${sql.raw(id)} and ${sql.raw(also)}
    ) as ${sql.ref(table.split(' ')[1]!)} on true`
  const { rows } = await sql<{ half: number }>`
    with request as (
      select a.approval_id, case when a.status = 'approved' then 1 else 0 end as n,
        w.n as words, f.n as effects, e.n as events, d.n as records, k.n as answers
      from approval a
      ${per('approval_decision w', 'w.bank_id = a.bank_id and w.approval_id = a.approval_id')}
      ${per('recusal f', `f.bank_id = a.bank_id and f.subject_id = 'done:' || a.approval_id`)}
      ${per('outbox_event e', 'e.subject_id = a.approval_id', `e.deed = 'approve'`)}
      ${per('audit_event d', 'd.object_id = a.approval_id', `d.decision = 'allowed'`)}
      ${per('idempotency_key k', `k.key = 'decide-' || a.approval_id`, 'k.status = 200')}
    )
    select ((select count(*) from request where not (words = n and effects = n and events = n
        and records = n and answers = n))
      + (select case when coalesce((select sum(used_fen) from approval_limit), 0)
          = ${ASKED_FEN} * (select sum(n) from request) then 0 else 1 end))::int as half`.execute(
    store.db,
  )
  return rows[0]?.half ?? -1
}

/** Decide on many requests, killing whoever decides so often. */
export async function killDecisions(
  postgres: PostgresServer,
  { kills, random }: { kills: number; random: () => number },
): Promise<DecisionOutcome> {
  const place = await postgres.createDatabase()
  const store = sealedStore(openPostgresStore({ connect: place }), testVault())
  await migrate(store, migrations)
  await plantCast(store)
  for (const [table, column] of [
    ['outbox_event', 'subject_id'],
    ['audit_event', 'object_id'],
    ['idempotency_key', 'key'],
  ] as const)
    await sql`create index on ${sql.table(table)} (${sql.ref(column)})`.execute(store.db)
  await ask(store, kills * 12)
  const gateway = await openGateway()
  let half = 0
  const killed = await killMany({
    deed: 'decide',
    place,
    other: gateway.url,
    kills,
    within: 100,
    random,
    after: async () => {
      half += await halfDecided(store)
    },
  })
  half += await halfDecided(store)
  const approved = await store.db
    .selectFrom('approval')
    .select('approval_id')
    .where('status', '=', 'approved')
    .execute()
  const seen = receptionOf(gateway, new Set(approved.map(({ approval_id }) => approval_id)))
  await gateway.close()
  await store.close()
  return { ...seen, kills: killed, decided: approved.length, half }
}
