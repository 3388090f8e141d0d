import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bank } from '@crm/core/fixtures'
import { migrate, migrations, openVault, sealedStore, sealNext } from '@crm/server'
import { fileKeyService, intlSuite, openEmbeddedStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(
  new URL('../../packages/server/src/node/cli/main.ts', import.meta.url),
)
const root = mkdtempSync(join(tmpdir(), 'crm-cli-'))
const [data, keyFile, backups] = ['data', 'keys.json', 'backups'].map((name) => join(root, name))

const crm = (...words: string[]) => {
  const args = [
    '--conditions=@crm/source',
    '--disable-warning=ExperimentalWarning',
    program,
    ...words,
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: 'en_GB.UTF-8', NODE_ENV: 'test' },
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
