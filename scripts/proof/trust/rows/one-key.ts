import { migrate, migrations, type Store, sealedStore } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank, testVault } from '@crm/testing'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { all, equal, notRun, type ProofLine, zero } from '../../line.ts'
import { tryKeys } from '../one-key.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function told(bank: TestBank, keys: number, where: string): Promise<ProofLine[]> {
  const found = await tryKeys(bank, keys)
  await bank.close()
  const of = `of ${found.requests} requests`
  return [
    equal(`R20 ${where}: effects of ${keys} keys, ten times each at once`, found.effects, keys, of),
    equal(`R20 ${where}: records of them`, found.records, keys, of),
    equal(`R20 ${where}: events of them`, found.events, keys, of),
    zero(`R20 ${where}: answers unlike the first of their key`, found.unlike, of),
    all(`R20 ${where}: same key with other words, 422`, ...found.reused),
    all(`R20 ${where}: same key for another customer, 422`, ...found.elsewhere),
    all(`R20 ${where}: same key of somebody else, an answer of their own`, ...found.ofOthers),
    all(`R20 ${where}: same key on another route, its own answer`, ...found.otherRoutes),
    all(`R20 ${where}: same key while the first runs, 409`, ...found.running),
    all(`R20 ${where}: failed with 5xx, done when sent again`, ...found.recovered),
    all(`R20 ${where}: keys that are none, 400`, ...found.badKeys),
  ]
}

async function onPostgres(keys: number): Promise<ProofLine[]> {
  const server = await startPostgres()
  if (!server) return [notRun('R20 PostgreSQL', 'PostgreSQL is not to be had here')]
  try {
    const bare = openPostgresStore({ connect: await server.createDatabase() })
    await migrate(bare, migrations)
    const store = sealedStore(bare as Store, testVault())
    return await told(await openTestBank({ store, steppedUp: true }), keys, 'PostgreSQL')
  } finally {
    server.stop()
  }
}

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const bank = await openTestBank({ steppedUp: true })
  return [...(await told(bank, 500, 'PGlite')), ...(await onPostgres(full ? 500 : 100))]
}

export const proof: TrustProof = { rows: ['R20'], run }
