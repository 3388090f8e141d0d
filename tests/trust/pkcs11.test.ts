import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bank } from '@crm/core/fixtures'
import { migrations, openVault, rotateKeys, type Store, sealBank, sealedStore } from '@crm/server'
import {
  intlSuite,
  isSignedBy,
  openMemoryStore,
  type Pkcs11KeyService,
  pinFromFile,
  pkcs11KeyService,
} from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  Pkcs11Binding,
  Pkcs11Module,
} from '../../packages/server/src/node/keys/pkcs11-binding.ts'
import { pkcs11In } from '../../packages/server/src/node/keys/pkcs11-file.ts'
import { codeOf } from '../engines.ts'
import { makeToken, softHsm, type TestToken } from '../softhsm.ts'

const found = softHsm()
if ('missing' in found) console.log(`note PKCS#11 is not tried here: ${found.missing}`)

/** The binding with a hand on its cable: while it is pulled, every call fails as from a dead token. */
function cabled(binding: Pkcs11Binding) {
  const cable = { pulled: false, hangs: false, refuses: false, logins: 0, sessions: [] as Buffer[] }
  class Cabled {
    constructor() {
      const module = new binding.PKCS11() as unknown as Record<string, unknown>
      // biome-ignore lint/correctness/noConstructorReturn: a proxy stands for the module.
      return new Proxy(module, {
        get(target, name: string) {
          const call = target[name]
          if (typeof call !== 'function') return call
          return (...given: unknown[]) => {
            if (cable.pulled && name !== 'load') throw new Error('CKR_DEVICE_REMOVED:50')
            if (cable.hangs && name.endsWith('Async')) return new Promise(() => undefined)
            if (name === 'C_Login') cable.logins += 1
            if (name === 'C_Login' && cable.refuses) throw new Error('CKR_PIN_INCORRECT:160')
            const out = call.apply(target, given)
            if (name === 'C_OpenSession') cable.sessions.push(out)
            return out
          }
        },
      })
    }
  }
  return { cable, binding: { PKCS11: Cabled as unknown as new () => Pkcs11Module } }
}

describe.skipIf('missing' in found)('master keys in a token', () => {
  let token: TestToken
  let hsm: Pkcs11KeyService
  let cable: ReturnType<typeof cabled>['cable']
  let binding: Pkcs11Binding
  const at = (more: Partial<Parameters<typeof pkcs11KeyService>[0]> = {}) =>
    pkcs11KeyService({
      library: 'library' in found ? found.library : '',
      token: token.label,
      pin: () => token.pin,
      binding,
      ...more,
    })
  const key = Buffer.alloc(32, 7)

  beforeAll(async () => {
    token = makeToken()
    if ('missing' in found) return
    ;({ cable, binding } = cabled(found.binding as Pkcs11Binding))
    hsm = at()
    expect(await hsm.provision()).toEqual([
      'data-master-1',
      'customer-master-1',
      'backup-master-1',
      'sign-1',
    ])
    expect(await hsm.provision()).toEqual([])
  })
  afterAll(() => token?.remove())

  it('wrap and unwrap under their own name and context alone', async () => {
    const wrapped = await hsm.wrap('data', key, 'crm.data-key|a')
    expect(wrapped.keyId).toBe('data-master-1')
    expect(Buffer.from(await hsm.unwrap(wrapped, 'crm.data-key|a'))).toEqual(key)
    expect(await codeOf(hsm.unwrap(wrapped, 'crm.data-key|b'))).toBe('keys.unwrap_failed')
    const elsewhere = { ...wrapped, keyId: 'backup-master-1' }
    expect(await codeOf(hsm.unwrap(elsewhere, 'crm.data-key|a'))).toBe('keys.unwrap_failed')
    const unknown = { ...wrapped, keyId: 'data-master-9' }
    expect(await codeOf(hsm.unwrap(unknown, 'crm.data-key|a'))).toBe('keys.key_missing')
    const again = await hsm.wrap('data', key, 'crm.data-key|a')
    expect(again.wrapped).not.toBe(wrapped.wrapped)
  })

  it('serve many at once, one after the other', async () => {
    const bytes = Array.from({ length: 40 }, (_, n) => Buffer.alloc(32, n))
    const wrapped = await Promise.all(bytes.map((one) => hsm.wrap('customer', one, 'many')))
    const back = await Promise.all(wrapped.map((one) => hsm.unwrap(one, 'many')))
    expect(back.map((one) => Buffer.from(one))).toEqual(bytes)
  })

  it('sign what the public key knows', async () => {
    const data = Buffer.from('seal 7')
    const signature = await hsm.sign(data)
    const keys = await hsm.verifyingKeys()
    expect(keys.map(({ keyId }) => keyId)).toEqual(['sign-1'])
    expect(isSignedBy(keys, data, signature)).toBe(true)
    expect(isSignedBy(keys, Buffer.from('seal 8'), signature)).toBe(false)
  })

  it('cannot be read out of the token', () => {
    if ('missing' in found) return
    const module = new (found.binding as Pkcs11Binding).PKCS11()
    module.load(found.library)
    const session = cable.sessions.at(-1)!
    for (const kind of [3, 4]) {
      module.C_FindObjectsInit(session, [{ type: 0, value: kind }])
      const objects = module.C_FindObjects(session, 100)
      module.C_FindObjectsFinal(session)
      expect(objects.length).toBeGreaterThan(0)
      for (const object of objects)
        expect(() => module.C_GetAttributeValue(session, object, [{ type: 0x11 }])).toThrow(
          /SENSITIVE/,
        )
    }
  })

  it('are rotated, and once destroyed stay destroyed under their name', async () => {
    const old = await hsm.wrap('backup', key, 'a copy')
    expect(await hsm.rotate('backup')).toEqual({ keyId: 'backup-master-2' })
    expect((await hsm.wrap('backup', key, 'a copy')).keyId).toBe('backup-master-2')
    expect(Buffer.from(await hsm.unwrap(old, 'a copy'))).toEqual(key)
    await hsm.destroy('backup-master-1')
    expect(await codeOf(hsm.unwrap(old, 'a copy'))).toBe('keys.destroyed')
    await hsm.destroy('backup-master-2')
    expect(await hsm.rotate('backup')).toEqual({ keyId: 'backup-master-3' })
    expect(await codeOf(at().unwrap(old, 'a copy'))).toBe('keys.destroyed')
  })

  it('come back by themselves after the token was pulled out', async () => {
    const wrapped = await hsm.wrap('data', key, 'before')
    cable.pulled = true
    expect(await codeOf(hsm.unwrap(wrapped, 'before'))).toBe('keys.service_unavailable')
    expect(await codeOf(hsm.sign(key))).toBe('keys.service_unavailable')
    cable.pulled = false
    expect(Buffer.from(await hsm.unwrap(wrapped, 'before'))).toEqual(key)
    // Put back before anybody asked: the old session is dead, and nobody notices.
    if ('missing' in found) return
    const module = new (found.binding as Pkcs11Binding).PKCS11()
    module.load(found.library)
    module.C_CloseSession(cable.sessions.at(-1)!)
    const logins = cable.logins
    expect(Buffer.from(await hsm.unwrap(wrapped, 'before'))).toEqual(key)
    expect(cable.logins).toBe(logins + 1)
  })

  it('that hang count as down after their deadline', async () => {
    const hasty = at({ deadlineMs: 50 })
    cable.hangs = true
    expect(await codeOf(hasty.wrap('data', key, 'late'))).toBe('keys.service_unavailable')
    cable.hangs = false
    expect((await hasty.wrap('data', key, 'late')).keyId).toBe('data-master-1')
  })

  it('are not locked by a wrong PIN that is tried over and over', async () => {
    let pin = 'not the PIN'
    const mistaken = at({ pin: () => pin })
    const logins = cable.logins
    cable.refuses = true
    for (let time = 0; time < 5; time++)
      expect(await codeOf(mistaken.sign(key))).toBe('keys.service_unavailable')
    expect(cable.logins - logins).toBe(1)
    cable.refuses = false
    pin = token.pin
    expect((await mistaken.sign(key)).keyId).toBe('sign-1')
  })

  it('take their PIN from a file that nobody else can read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-pin-'))
    const file = join(folder, 'pin')
    writeFileSync(file, `${token.pin}\n`, { mode: 0o600 })
    expect((await at({ pin: pinFromFile(file) }).verifyingKeys()).length).toBe(1)
    chmodSync(file, 0o644)
    expect(await codeOf(pinFromFile(file)())).toBe('config.key_file_readable')
    rmSync(folder, { recursive: true, force: true })
  })

  it('are named by a file without a secret in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-hsm-'))
    const file = join(folder, 'hsm.json')
    const named = { form: 'crm.pkcs11.1', library: '/nowhere.so', token: 'a', pinFile: 'pin' }
    writeFileSync(file, JSON.stringify(named))
    expect(pkcs11In(file)?.name).toBe('pkcs11')
    writeFileSync(file, JSON.stringify({ ...named, pin: '1234' }))
    expect(await codeOf((async () => pkcs11In(file))())).toBe('config.key_file_damaged')
    writeFileSync(file, '{"form":"crm.keys.1"}')
    expect(pkcs11In(file)).toBeUndefined()
    rmSync(folder, { recursive: true, force: true })
  })

  it('no library, no token: the key service is not there', async () => {
    expect(await codeOf(at({ library: '/nowhere.so' }).sign(key))).toBe('keys.service_unavailable')
    expect(await codeOf(at({ token: 'another' }).sign(key))).toBe('keys.service_unavailable')
  })

  it('keep a whole bank: sealed, rotated, five minutes without the token, then closed', async () => {
    let time = 0
    const bare = await openMemoryStore({ migrations })
    const vault = openVault({ service: hsm, suite: intlSuite, clock: () => time })
    const store = sealedStore(bare as Store, vault)
    await plantCast(store)
    const masters = () =>
      store.db
        .selectFrom('data_key')
        .select('master_key_id')
        .where('purpose', '=', 'customer')
        .where('status', '=', 'active')
        .execute()
    expect(await masters()).toEqual([{ master_key_id: 'customer-master-1' }])
    await rotateKeys(store, {
      bankId: bank.id,
      purpose: 'customer',
      now: () => '2026-03-05T08:00:00.000Z',
      wait: async () => undefined,
      reseal: sealBank,
      destroyMaster: true,
    })
    expect(await masters()).toEqual([{ master_key_id: 'customer-master-2' }])
    await store.vault.ready(store.db, bank.id)
    cable.pulled = true
    time = 299_000
    expect(await codeOf(vault.ready(store.db, bank.id))).toBe('nothing went wrong')
    time = 305_000
    expect(await codeOf(vault.ready(store.db, bank.id))).toBe('keys.service_unavailable')
    cable.pulled = false
    expect(await codeOf(vault.ready(store.db, bank.id))).toBe('nothing went wrong')
    await bare.close()
  })
})
