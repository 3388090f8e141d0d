import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bank } from '@crm/core/fixtures'
import { migrate, migrations, openVault, sealedStore, sealNext } from '@crm/server'
import { fileKeyService, intlSuite, openEmbeddedStore, openPostgresStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres } from '../postgres-server.ts'

const program = fileURLToPath(
  new URL('../../packages/server/src/node/cli/main.ts', import.meta.url),
)
const root = mkdtempSync(join(tmpdir(), 'crm-cli-'))
const [data, keyFile, backups] = ['data', 'keys.json', 'backups'].map((name) => join(root, name))

/** Where its passing files go; PostgreSQL's own user has to get there. */
const passing = join(root, 'passing')
mkdirSync(passing, { mode: 0o755 })
chmodSync(root, 0o711)

const crm = (...words: string[]) => {
  const args = [
    '--conditions=@crm/source',
    '--disable-warning=ExperimentalWarning',
    program,
    ...words,
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: {
      ...process.env,
      LANG: 'en_GB.UTF-8',
      LC_ALL: 'en_GB.UTF-8',
      NODE_ENV: 'test',
      TMPDIR: passing,
    },
  })
  return { status, stdout, stderr }
}
const json = (...words: string[]) => {
  const { status, stdout, stderr } = crm(...words, '--json')
  expect(stderr).toBe('')
  const lines = stdout.trim().split('\n')
  return { status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

beforeAll(async () => {
  const store = await openEmbeddedStore({ folder: data!, deadline: 60_000 })
  const vault = openVault({ service: fileKeyService(keyFile!), suite: intlSuite })
  const sealed = sealedStore(store, vault)
  await migrate(sealed, migrations)
  await plantCast(sealed)
  await sealed.db
    .insertInto('audit_event')
    .values({
      bank_id: bank.id,
      event_id: 'aud_1',
      at: '2026-03-05T01:00:00.000Z',
      actor_id: 'stf_chen',
      person_id: 'per_chen',
      roles: '[]',
      action: 'customers.get',
      object_kind: 'customer',
      object_id: 'cus_li',
      customer_id: 'cus_li',
      field_names: '[]',
      purpose: '',
      decision: 'allowed',
      policy_id: '',
      result: 'ok',
      request_id: 'r',
    })
    .execute()
  await sealNext(sealed, bank.id, '2026-03-05T01:00:01.000Z')
  await sealed.close()
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const place = ['--data', data!, '--keys', keyFile!]

describe('the program crm', () => {
  it('says what it can do, and refuses what it cannot', () => {
    expect(crm('help')).toMatchObject({ status: 0, stdout: expect.stringContaining('backup') })
    expect(crm('unknown').status).toBe(2)
    expect(crm('backup', '--to', backups!)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--keys is missing'),
    })
    expect(crm('backup', '--nonsense').status).toBe(2)
    expect(crm('keys', 'rotat', ...place)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('status, seal, rotate'),
    })
    expect(crm('restore', '--help').stdout).toContain('--accept-rollback')
  }, 120_000)

  it('makes neither a new bank nor new keys out of a slip of the pen', () => {
    const nowhere = join(root, 'nowhere')
    const to = ['--to', backups!]
    for (const slip of [
      ['--data', nowhere, '--keys', keyFile!],
      ['--data', data!, '--keys', nowhere],
    ])
      expect(crm('backup', ...slip, ...to)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`There is no ${nowhere}`),
      })
    expect(existsSync(nowhere)).toBe(false)
  }, 120_000)

  it('looks a store through without its keys', () => {
    expect(json('verify', '--data', data!)).toEqual({ status: 0, lines: [{ sound: true }] })
  }, 120_000)

  it('backs up, verifies, restores, and drills with a signed record', () => {
    const { lines } = json('backup', ...place, '--to', backups!)
    const file = String(lines[0]?.backup)
    expect(existsSync(file)).toBe(true)
    expect(json('verify', '--backup', file, '--keys', keyFile!).lines[0]).toMatchObject({
      sound: true,
    })
    const into = join(root, 'restored')
    expect(json('restore', '--backup', backups!, '--to', into, '--keys', keyFile!).status).toBe(0)
    const again = crm('restore', '--backup', file, '--to', into, '--keys', keyFile!)
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('not empty') })
    const drilled = json('drill', ...place, '--to', backups!)
    const record = JSON.parse(readFileSync(String(drilled.lines[0]?.record), 'utf8'))
    expect(record.record).toMatchObject({ tablesThatDiffer: 0, drill: 'crm.drill.1' })
    expect(record.signature.algorithm).toBe('Ed25519')
    expect(readdirSync(backups!).some((name) => name.startsWith('drill-'))).toBe(true)
  }, 120_000)

  it('ends with a reason, and lets go of the store, where a backup cannot be written', () => {
    const nowhere = crm('backup', ...place, '--to', join(keyFile!, 'below-a-file'))
    expect(nowhere).toMatchObject({ status: 1, stderr: expect.stringContaining('ENOTDIR') })
    const drilled = crm('drill', ...place, '--to', join(keyFile!, 'below-a-file'))
    expect(drilled.status).toBe(1)
    expect(json('keys', 'status', ...place).status).toBe(0)
  }, 120_000)

  it('holds an audit to a seal known elsewhere, and takes nothing else for one', () => {
    const { head } = json('audit', 'verify', ...place).lines[0] as { head: { seal: string } }
    const held = (text: string, ...more: string[]) =>
      crm('audit', 'verify', ...place, '--head', text, '--json', ...more)
    expect(held(`1:${head.seal}`).status).toBe(0)
    expect(held(`1:${'x'.repeat(43)}`).stdout).toContain('seal_forged')
    expect(held(`2:${head.seal}`).stdout).toContain('cut_off')
    for (const slip of ['abc', '1', `0:${head.seal}`, `1:${head.seal} `, '1:short'])
      expect(held(slip)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('cli.option_invalid'),
      })
    expect(held(`1:${head.seal}`, '--bank', bank.id).status).toBe(0)
    expect(held(`1:${head.seal}`, '--bank', 'bnk_none').status).toBe(2)
  }, 120_000)

  it('drills a server: what was restored comes up beside it and holds what it should', async () => {
    const server = await startPostgres()
    if (!server) return
    try {
      const url = await server.createDatabase()
      const store = sealedStore(
        openPostgresStore({ connect: url }),
        openVault({ service: fileKeyService(keyFile!), suite: intlSuite }),
      )
      await migrate(store, migrations)
      await plantCast(store)
      await store.close()
      const to = join(root, 'server-backups')
      const ask = ['--postgres', url, '--to', to, '--keys', keyFile!]
      const { status, lines } = json('drill', ...ask)
      expect(status).toBe(0)
      expect(lines[0]).toMatchObject({ tablesThatDiffer: 0, drill: 'crm.drill.1' })
      expect(Number(lines[0]?.rows)).toBeGreaterThan(50)
      expect(readdirSync(passing)).toEqual([])
    } finally {
      server.stop()
    }
  }, 180_000)

  it('verifies the audit here, and offline from a file; names the first bad row', () => {
    expect(json('audit', 'verify', ...place).lines[0]).toMatchObject({ seals: 1, rows: 1 })
    const file = join(root, 'audit.jsonl')
    const { stdout } = crm('audit', 'export', ...place)
    writeFileSync(file, stdout)
    const keys = join(root, 'public.json')
    writeFileSync(keys, crm('keys', 'public', '--keys', keyFile!).stdout)
    const offline = ['audit', 'verify', '--public-keys', keys, '--file']
    expect(json(...offline, file).status).toBe(0)
    const spoilt = join(root, 'spoilt.jsonl')
    writeFileSync(spoilt, stdout.replace('customers.get', 'customers.put'))
    const found = json(...offline, spoilt)
    expect(found.status).toBe(1)
    expect(found.lines[0]?.fault).toMatchObject({ code: 'row_changed', n: 1, seq: 1 })
    expect(crm('audit', 'export', ...place, '--syslog', 'crm.bank').stdout).toMatch(/^<110>1 2026/)
  }, 120_000)

  it('shows the keys, and rotates them', () => {
    const { lines } = json('keys', 'status', ...place)
    expect(lines.map(({ key_id }) => key_id)).toEqual([
      'audit-1',
      'customer-1',
      'field-1',
      'index-1',
      'row-1',
    ])
    expect(crm('keys', 'rotate', ...place, '--purpose', 'everything').status).toBe(2)
  }, 120_000)
})

it('the store that was backed up is still the bank’s', async () => {
  const store = await openEmbeddedStore({ folder: data! })
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from customer`.execute(
    store.db,
  )
  expect(rows[0]?.n).toBeGreaterThan(3)
  await store.close()
})
