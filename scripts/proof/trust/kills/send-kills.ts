// R06: the dispatcher of the outbox is killed again and again while it sends to a gateway.
import { bank } from '@crm/core/fixtures'
import { migrate, migrations } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import type { PostgresServer } from '../../../../tests/postgres-server.ts'
import { openGateway, type Reception, receptionOf } from './gateway.ts'
import { killMany } from './lives.ts'

/** What the gateway saw of a sending that was killed. */
export interface SendOutcome extends Reception {
  readonly kills: number
  readonly keys: number
}

/** Send so many events, one to each of so many recipients, and kill the sender so often. */
export async function killSends(
  postgres: PostgresServer,
  { events, kills, random }: { events: number; kills: number; random: () => number },
): Promise<SendOutcome> {
  const place = await postgres.createDatabase()
  const store = openPostgresStore({ connect: place })
  await migrate(store, migrations)
  const ids = Array.from({ length: events }, (_, n) => `rem_${n}`)
  for (let at = 0; at < events; at += 1_000)
    await store.db
      .insertInto('outbox_event')
      .values(
        ids.slice(at, at + 1_000).map((subject_id) => ({
          bank_id: bank.id,
          room: 'reminders',
          deed: 'plan',
          subject_kind: 'reminder',
          subject_id,
          customer_id: subject_id.replace('rem', 'cus'),
          branch_id: '',
          manager_id: '',
        })),
      )
      .execute()
  await store.close()
  const gateway = await openGateway()
  const killed = await killMany({
    deed: 'send',
    place,
    other: gateway.url,
    kills,
    within: 80,
    random,
    after: async () => undefined,
  })
  const seen = receptionOf(gateway, new Set(ids))
  await gateway.close()
  return { ...seen, kills: killed, keys: gateway.received.size }
}
