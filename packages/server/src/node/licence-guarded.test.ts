import { type Principal, type StaffId, shippedPolicies } from '@crm/core'
import { auntLi, bank, chenBo, sunLi } from '@crm/core/fixtures'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { licenceFile, vendor } from '../../../../tests/licensed.ts'
import { createPostgresDatabase } from '../../../../tests/postgres.ts'
import { installRowSecurity } from '../kit/row-security.ts'
import { migrate } from '../kit/store/migrate.ts'
import { migrations } from '../migrations/index.ts'
import { createServer } from '../server.ts'
import { openPostgresStore } from './postgres-store.ts'

const url = await createPostgresDatabase()

describe.skipIf(url === undefined)('a licence under row-level security', () => {
  it('is counted and looked after, and nobody’s call can touch its clock or its meter', async () => {
    const store = openPostgresStore({ connect: url ?? '' })
    await migrate(store, migrations)
    await plantCast(store)
    await installRowSecurity(store, shippedPolicies)
    const principal = (request: Request): Principal => ({
      bankId: bank.id,
      staffId: request.headers.get('x-staff') as StaffId,
    })
    const server = createServer({
      store,
      rowSecurity: true,
      licence: {
        file: await licenceFile({ expiresOn: '2099-12-31' as never }),
        vendorKey: vendor.publicKey,
      },
      authenticate: async (request) => principal(request),
    })
    const ask = async (person: typeof chenBo, path: string, method = 'GET') => {
      const headers = { 'x-staff': person.id, 'idempotency-key': crypto.randomUUID() }
      const request = new Request(`https://bank.test${path}`, { method, headers })
      const response = await server.fetch(request)
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    expect((await ask(chenBo, `/customers/${auntLi.id}`)).status).toBe(200)
    expect((await ask(chenBo, '/access/licence')).body).toMatchObject({ seats: { taken: 1 } })
    expect((await ask(sunLi, '/access/seats')).body.items).toMatchObject([{ staffId: chenBo.id }])
    expect((await ask(sunLi, `/access/seats/${chenBo.id}/free`, 'POST')).status).toBe(200)
    expect((await ask(sunLi, '/access/meter')).body.code).toBe('access.meter_unsigned')
    for (const table of ['licence_clock', 'licence_meter'])
      await expect(
        store.transaction(async (tx) => {
          await sql`select set_config('role', 'crm_app', true)`.execute(tx)
          await sql`delete from ${sql.table(table)}`.execute(tx)
        }),
      ).rejects.toThrow(/permission denied/)
    await store.close()
  })
})
