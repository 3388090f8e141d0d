import { shippedPolicies } from '@crm/core'
import { bank, chenBo } from '@crm/core/fixtures'
import {
  createServer,
  type Danger,
  type DangerCode,
  dangerText,
  dangerWords,
  databaseDangers,
  installRowSecurity,
  migrate,
  migrations,
  type ServerOptions,
  type Store,
  sealedStore,
} from '@crm/server'
import { diagnose, openMemoryStore, openPostgresStore } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseChecks } from '../../packages/server/src/kit/configuration/database.ts'
import { soundOptions } from '../../scripts/proof/trust/dangerous.ts'
import { codeOf } from '../engines.ts'
import { createPostgresDatabase } from '../postgres.ts'

const asked = {
  policies: shippedPolicies,
  rowSecurity: true,
  migrations: migrations.map(({ id }) => id),
}
const names = (dangers: readonly Danger[]): readonly DangerCode[] =>
  [...new Set(dangers.map(({ code }) => code))].sort()

/** The vault of a KMS, as far as the check can see. */
const kept = (store: Store): Store => {
  const vault = testVault()
  return sealedStore(store, { ...vault, service: { ...vault.service!, name: 'pkcs11' } })
}

describe('the words of dangers', () => {
  const codes = Object.keys(dangerWords.en) as DangerCode[]
  const slots = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

  it.each(codes)('%s says the same in Chinese and in English', (code) => {
    expect(dangerWords['zh-CN'][code]).toMatch(/[\u4e00-\u9fff]/)
    expect(slots(dangerWords['zh-CN'][code])).toEqual(slots(dangerWords.en[code]))
  })
  it('have no other codes in one language than in the other', () => {
    expect(Object.keys(dangerWords['zh-CN'])).toEqual(codes)
  })
  it('carry their facts', () => {
    const facts = { name: 'hono', version: '4.12.24', floor: '4.12.25', advisory: 'CVE' }
    const text = dangerText({ code: 'host.dependency_known_bad', facts }, 'en')
    expect(text).toContain('hono 4.12.24 has a known weakness (CVE). Take 4.12.25')
  })
})

describe('a server that is made for production', () => {
  it('names every danger at once, in both languages, and tells no secret', () => {
    const { host: _gone, ...blind } = soundOptions()
    const start = () => createServer({ ...blind, auditReads: false })
    expect(start).toThrow(/Dangerous settings: 2\n- host\.not_inspected: .*未提供.*\n- audit\./)
    expect(start).not.toThrow(/a5X-long/)
  })

  it('is told so by NODE_ENV too, and cannot be talked out of it', () => {
    const { NODE_ENV } = process.env
    const { mode: _gone, ...quiet } = soundOptions()
    const start = () => createServer({ ...quiet, auditReads: false })
    expect(start).not.toThrow()
    process.env.NODE_ENV = 'production'
    expect(start).toThrow(/audit\.reads_off/)
    process.env.NODE_ENV = NODE_ENV
  })

  it('lets a pilot branch start on the embedded store that it asked for', async () => {
    const store = kept(await openMemoryStore({ migrations }))
    await plantCast(store)
    const origin = { folder: '/srv/crm', deadline: 5_000 }
    const { store: _other, ...rest } = soundOptions()
    const log = { error: () => undefined }
    const here = { ...store, origin }
    const options: ServerOptions = { ...rest, log, store: here, allowEmbedded: true }
    const crm = createServer(options)
    await crm.ready()
    expect((await crm.fetch(new Request('http://crm/health'))).status).toBe(200)

    await store.db.updateTable('staff').set({ roles: '["teller","audit-admin"]' }).execute()
    const again = createServer(options)
    expect(await codeOf(again.ready())).toBe('config.refused')
    const answer = await again.fetch(new Request('http://crm/health'))
    expect(answer.status).toBe(503)
    expect(await answer.text()).not.toMatch(/duties|clash/)
    // Put right, it goes on without a restart.
    await store.db.updateTable('staff').set({ roles: '["teller"]' }).execute()
    expect((await again.fetch(new Request('http://crm/health'))).status).toBe(200)
    await store.close()
  }, 60_000)
})

it('settings of a server that no test can have are looked at as facts', () => {
  const server = { version: 140_012, encoding: 'SQL_ASCII' }
  expect(databaseChecks['database.too_old']?.({ server } as never)).toEqual({ version: 14 })
  expect(databaseChecks['database.not_utf8']?.({ server } as never)).toEqual({
    encoding: 'SQL_ASCII',
  })
})

describe('a database for production', async () => {
  const connect = await createPostgresDatabase()
  if (!connect) return it.skip('PostgreSQL could not be had on this machine', () => {})
  const owner = `crm_owner_${process.pid}`
  const asOwner = new URL(connect)
  asOwner.username = owner
  asOwner.password = ''
  let root: Store
  let own: Store

  const open = (more = ''): Store =>
    kept(openPostgresStore({ connect: `${asOwner}${more}`, deadline: 20_000 }))
  const asRoot = async (...statements: string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(root.db)
  }
  /** The server of the tests flushes nothing, and is told so each time. */
  const dangers = async (store = own) =>
    names(await databaseDangers(store, asked)).filter((code) => code !== 'database.not_durable')

  beforeAll(async () => {
    root = openPostgresStore({ connect, deadline: 20_000 })
    await asRoot(
      `do $$ begin if not exists (select 1 from pg_roles where rolname = 'crm_app') then
        create role crm_app nologin; end if; exception when duplicate_object then null; end $$`,
      `create role ${owner} login`,
      `grant crm_app to ${owner} with admin option`,
      `alter schema public owner to ${owner}`,
    )
    own = open()
    await migrate(own, migrations)
    await plantCast(own)
    await installRowSecurity(own, shippedPolicies)
  }, 60_000)
  afterAll(async () => {
    await own?.close()
    await root?.close()
  })

  it('has no danger when it is set up as the guide says, but that this one flushes nothing', async () => {
    expect(await dangers()).toEqual([])
    const { store: _other, ...rest } = soundOptions()
    const crm = createServer({ ...rest, log: { error: () => undefined }, store: own })
    const refused = await crm.ready().catch((error: { context: unknown }) => error.context)
    expect(refused).toEqual({
      dangers: ['fsync', 'full_page_writes'].map((setting) => ({
        code: 'database.not_durable',
        facts: { setting },
      })),
    })
    expect((await crm.fetch(new Request('http://crm/customers'))).status).toBe(503)
  })

  it('is looked at by the doctor', async () => {
    const found = await diagnose({ store: own, template: 'mlps3' })
    const live = found.filter(({ basis }) => basis === 'live')
    expect(live.filter((one) => one.found.en.includes('could not be looked at'))).toEqual([])
    const of = (text: string) => live.find(({ asks }) => asks.en.includes(text))
    expect(of('Row-level control')?.verdict).toBe('holds')
    expect(of('Secret on the way')?.verdict).toBe('holds')
    expect(of('on the disk')).toMatchObject({
      verdict: 'fails',
      found: { en: expect.stringContaining('fsync is off') },
    })
  })

  it('is refused to a superuser', async () => {
    expect(await dangers(kept(root))).toEqual(['database.superuser'])
  })

  type Fault = readonly [DangerCode, string, string | (() => Promise<void>)]
  const faults: readonly Fault[] = [
    [
      'database.bypasses_row_security',
      `alter role ${owner} bypassrls`,
      `alter role ${owner} nobypassrls`,
    ],
    ['database.app_role_strong', 'alter role crm_app login', 'alter role crm_app nologin'],
    [
      'database.row_security_missing',
      'alter table account no force row level security',
      'alter table account force row level security',
    ],
    [
      'database.row_security_stale',
      `comment on policy crm_sight on holding is 'crm of another release'`,
      async () => installRowSecurity(own, shippedPolicies),
    ],
    [
      'database.audit_open',
      'alter table audit_event disable trigger audit_event_is_final',
      'alter table audit_event enable trigger audit_event_is_final',
    ],
    [
      'database.duties_clash',
      `update staff set roles = '["approver","campaign-operator"]' where staff_id = '${chenBo.id}'`,
      `update staff set roles = '["relationship-manager"]' where staff_id = '${chenBo.id}'`,
    ],
    [
      'policies.admin_sees_customers',
      `insert into policy_set values ('${bank.id}', 1, '2026-01-01', '${JSON.stringify(
        shippedPolicies.map((one) =>
          one.resource === 'customer' ? { ...one, roles: ['audit-admin'] } : one,
        ),
      )}', 'a', 'b', now())`,
      'delete from policy_set',
    ],
    [
      'database.schema_behind',
      `delete from schema_migration where id = '${migrations.at(-1)!.id}'`,
      `insert into schema_migration (id, checksum) values ('${migrations.at(-1)!.id}', 'x')`,
    ],
  ]
  it.each(faults)('is refused for %s', async (code, spoil, mend) => {
    await asRoot(spoil)
    const found = await dangers()
    if (typeof mend === 'string') await asRoot(mend)
    else await mend()
    expect(found).toContain(code)
    // A bank's own policies also make the row-level security of others stale.
    expect(found.filter((one) => one !== 'database.row_security_stale')).toEqual(
      code === 'database.row_security_stale' ? [] : [code],
    )
    expect(await dangers()).toEqual([])
  })

  it.each([
    ['database.logs_values', 'log_statement', 'all'],
    ['database.logs_values', 'log_min_duration_statement', '500'],
  ])('is refused for %s: %s', async (code, setting, value) => {
    await asRoot(`alter role ${owner} set ${setting} = '${value}'`)
    const store = open()
    expect(await dangers(store)).toEqual([code])
    await store.close()
    await asRoot(`alter role ${owner} reset ${setting}`)
  })
})
