import { isCrmError } from '@crm/core'
import { auntLi, bank, zhang } from '@crm/core/fixtures'
import { describe, expect, it } from 'vitest'
import { gmSuite, intlSuite } from '../../../../../tests/node-keys.ts'
import { BankKeys, type DataKey, type DataPurpose } from './bank-keys.ts'
import type { CipherSuite } from './suite.ts'

const dataKey = (
  purpose: DataPurpose,
  { version = 1, active = true, suite = intlSuite }: Partial<DataKey> = {},
): DataKey => ({
  id: `${purpose}-${version}`,
  purpose,
  version,
  active,
  suite,
  key: suite.prepare(suite.newKey()),
})
const purposes = ['customer', 'field', 'index', 'row', 'audit'] as const
const set = purposes.map((purpose) => dataKey(purpose))
const suites: readonly CipherSuite[] = [intlSuite, gmSuite]
const keys = new BankKeys(bank.id, set, suites)
const clear = new BankKeys(bank.id, [], [])
const phone = { table: 'customer', column: 'phone', rowId: auntLi.id }
const stranger = new BankKeys(
  bank.id,
  purposes.map((purpose) => dataKey(purpose)),
  suites,
)

/** The code that something fails with. */
const failure = (work: () => unknown): string => {
  try {
    return `worked: ${work()}`
  } catch (error) {
    return isCrmError(error) ? error.code : String(error)
  }
}

/** Sealed text with one letter of its tag changed. */
const altered = (sealed: string): string =>
  sealed.slice(0, -5) + (sealed.at(-5) === 'A' ? 'B' : 'A') + sealed.slice(-4)

describe('a customer’s own key', () => {
  const { key: own, wrapped } = keys.newCustomerKey(auntLi.id)

  it('is kept at hand once: whoever keeps it again gets the one that is kept', () => {
    const kept = keys.keepCustomerKey(own, wrapped)
    expect(keys.keepCustomerKey({ ...own }, wrapped)).toBe(kept)
    const other = { ...own, customerId: zhang.id }
    expect(keys.keepCustomerKey(other, wrapped)).toBe(other)
    expect(keys.keepCustomerKey(own, wrapped)).toBe(own)
  })

  it('is stored sealed under the key for customers, and is the same when it comes back', () => {
    expect(wrapped).toMatch(/^v1\.gcm\.customer-1\./)
    const again = new BankKeys(bank.id, set, suites).customerKey(auntLi.id, wrapped)
    expect(again.customerId).toBe(auntLi.id)
    expect([...again.bytes]).toEqual([...own.bytes])
    expect(own.bytes).toHaveLength(32)
    expect(keys.newCustomerKey(auntLi.id).key.bytes).not.toEqual(own.bytes)
  })

  it('opens for that customer alone, however often it was opened before', () => {
    const once = keys.customerKey(auntLi.id, wrapped)
    expect(keys.customerKey(auntLi.id, wrapped)).toBe(once)
    expect(failure(() => keys.customerKey(zhang.id, wrapped))).toBe('keys.open_failed')
    expect(failure(() => stranger.customerKey(auntLi.id, wrapped))).toBe('keys.open_failed')
  })

  it('seals for one place of one bank', () => {
    const sealed = keys.sealOwn(own, phone, auntLi.phone!)
    expect(sealed).toMatch(/^v1\.gcm\.c\./)
    expect(keys.openOwn(own, phone, sealed)).toBe(auntLi.phone)
    for (const moved of [
      { ...phone, table: 'account' },
      { ...phone, column: 'address' },
      { ...phone, rowId: zhang.id },
    ])
      expect(failure(() => keys.openOwn(own, moved, sealed))).toBe('keys.open_failed')
    const next = new BankKeys('bnk_next', set, suites)
    expect(failure(() => next.openOwn(own, phone, sealed))).toBe('keys.open_failed')
    expect(failure(() => keys.openOwn(own, phone, altered(sealed)))).toBe('keys.open_failed')
    const hers = keys.newCustomerKey(zhang.id).key
    expect(failure(() => keys.openOwn(hers, phone, sealed))).toBe('keys.open_failed')
  })

  it('gone, leaves nothing to read', () => {
    expect(keys.openOwn(undefined, phone, keys.sealOwn(own, phone, '13812345678'))).toBeUndefined()
  })

  it('still opens what another suite sealed, and seals with the new one', () => {
    const gm = set.map((one) =>
      one.purpose === 'customer' ? dataKey('customer', { version: 2, suite: gmSuite }) : one,
    )
    const moved = new BankKeys(bank.id, gm, suites)
    const before = keys.sealOwn(own, phone, '13812345678')
    const after = moved.sealOwn(own, phone, '13812345678')
    expect(after).toMatch(/^v1\.sm4\.c\./)
    expect(moved.openOwn(own, phone, before)).toBe('13812345678')
    expect(moved.openOwn(own, phone, after)).toBe('13812345678')
    expect([...own.handles.keys()].toSorted()).toEqual(['gm', 'intl'])
    const intlAlone = new BankKeys(bank.id, set, [intlSuite])
    expect(failure(() => intlAlone.openOwn(own, phone, after))).toBe('keys.suite_missing')
  })

  it('does not stay in memory for ever: where there are too many, they are opened anew', () => {
    const few = new BankKeys(bank.id, set, suites, 2)
    const again = () => few.customerKey(auntLi.id, wrapped)
    const open = (id: string) => few.customerKey(id, few.newCustomerKey(id).wrapped)
    const first = again()
    open('cus_wang')
    expect(again()).toBe(first)
    open(zhang.id)
    expect(again()).not.toBe(first)
  })
})

describe('a value that is no customer’s', () => {
  const answer = { table: 'idempotency_key', column: 'body', rowId: 'a' }
  const sealed = keys.sealField(answer, '{"id":"rem_1"}')

  it('is sealed for its place under the key for fields', () => {
    expect(sealed).toMatch(/^v1\.gcm\.field-1\./)
    expect(keys.openField(answer, sealed)).toBe('{"id":"rem_1"}')
    expect(failure(() => keys.openField({ ...answer, rowId: 'b' }, sealed))).toBe(
      'keys.open_failed',
    )
    expect(failure(() => stranger.openField(answer, sealed))).toBe('keys.open_failed')
    expect(failure(() => keys.openField(answer, altered(sealed)))).toBe('keys.open_failed')
    expect(failure(() => keys.openField(answer, sealed.replace('field-1', 'row-1')))).toBe(
      'keys.open_failed',
    )
  })

  it('does not open under a key that is not there, and says which', () => {
    expect(failure(() => keys.openField(answer, sealed.replace('field-1', 'field-9')))).toBe(
      'keys.key_missing',
    )
    expect(() => keys.openField(answer, sealed.replace('field-1', 'field-9'))).toThrow('field-9')
  })

  it('is kept as it is where there are no keys, whatever it looks like', () => {
    expect(clear.seals).toBe(false)
    expect(clear.sealField(answer, 'open')).toBe('open')
    expect(clear.openField(answer, 'v1.so.it.looks')).toBe('v1.so.it.looks')
    expect(clear.openOwn(undefined, answer, 'open')).toBe('open')
  })

  it('that was never sealed comes back as it is; one that only looks sealed is refused', () => {
    expect(keys.openField(answer, 'open')).toBe('open')
    expect(keys.openOwn(undefined, phone, '13812345678')).toBe('13812345678')
    expect(failure(() => keys.openField(answer, 'v1.so.it.looks'))).toBe('keys.open_failed')
    expect(failure(() => keys.openOwn(undefined, phone, 'v1.so.it.looks'))).toBe('keys.open_failed')
  })

  it('cannot be sealed while the key for it is missing', () => {
    const some = new BankKeys(
      bank.id,
      [dataKey('index'), dataKey('field', { active: false })],
      suites,
    )
    expect(some.seals).toBe(true)
    expect(failure(() => some.sealField(answer, 'open'))).toBe('keys.key_missing')
    expect(() => some.sealField(answer, 'open')).toThrow('field')
  })
})

describe('what a number is found by', () => {
  it('is one mark for all its notations, under the bank’s own key', () => {
    const mark = keys.index('phone', '13812345678')
    expect(mark).toMatch(/^1\.[\w-]{22}$/)
    expect(keys.index('phone', '+86 138-1234-5678')).toBe(mark)
    expect(stranger.index('phone', '13812345678')).not.toBe(mark)
    expect(new BankKeys('bnk_next', set, suites).index('phone', '13812345678')).not.toBe(mark)
    expect(keys.index('idNumber', '13812345678')).not.toBe(mark)
    expect(keys.index('phone', '13812345679')).not.toBe(mark)
  })

  it('has another mark for its last four, and none where they are all of it', () => {
    const tail = keys.tail('phone', '13812345678')
    expect(tail).toMatch(/^1\.[\w-]{22}$/)
    expect(keys.tail('phone', '13900005678')).toBe(tail)
    expect(tail).not.toBe(keys.index('phone', '5678'))
    expect(keys.tail('phone', '1234567')).toBeUndefined()
    expect(keys.tailLookups('phone', '5678')).toEqual([tail])
    expect(keys.lookups('phone', '13812345678')).toEqual([keys.index('phone', '13812345678')])
  })

  it('is looked for under both keys while they change, and written under the active one', () => {
    const old = set.find(({ purpose }) => purpose === 'index')!
    const turning = new BankKeys(
      bank.id,
      [
        ...set.filter((one) => one !== old),
        { ...old, active: false },
        dataKey('index', { version: 2 }),
      ],
      suites,
    )
    const [first, second, ...more] = turning.lookups('phone', '13812345678')
    expect(first).toBe(keys.index('phone', '13812345678'))
    expect(second).toBe(turning.index('phone', '13812345678'))
    expect(second).toMatch(/^2\./)
    expect(more).toEqual([])
    expect(turning.tailLookups('phone', '5678')).toHaveLength(2)
  })

  it('is the number itself where there are no keys', () => {
    expect(clear.index('phone', '+86 13812345678')).toBe('13812345678')
    expect(clear.tail('phone', '13812345678')).toBe('5678')
    expect(clear.tail('phone', '110')).toBeUndefined()
    expect(clear.lookups('phone', '138 1234 5678')).toEqual(['13812345678'])
    expect(clear.tailLookups('phone', '5678')).toEqual(['5678'])
  })
})

describe('a mark of the audit', () => {
  const mark = keys.mark('audit', 'a row')

  it('is known by whoever holds the key, for its own text', () => {
    expect(mark).toMatch(/^audit-1\.[\w-]{43}$/)
    expect(keys.isMarked('a row', mark)).toBe(true)
    expect(keys.isMarked('another', mark)).toBe(false)
    expect(stranger.isMarked('a row', mark)).toBe(false)
    expect(keys.isMarked('a row', altered(mark))).toBe(false)
  })

  it('is not made with a key for something else, nor with none', () => {
    const row = set.find(({ purpose }) => purpose === 'row')!
    const forged = `row-1.${row.suite.mac(row.key, 'a row')}`
    expect(keys.isMarked('a row', forged)).toBe(false)
    expect(keys.isMarked('a row', mark.replace('audit-1', 'audit-9'))).toBe(false)
    expect(keys.isMarked('a row', '')).toBe(false)
  })

  it('tells a changed row by another mark that tells nothing of it', () => {
    expect(keys.rowMark('Li|138')).toBe(keys.rowMark('Li|138'))
    expect(keys.rowMark('Li|138')).not.toBe(keys.rowMark('Li|139'))
    expect(keys.rowMark('Li|138')).not.toBe(stranger.rowMark('Li|138'))
    expect(keys.rowMark('a row')).not.toBe(mark.split('.')[1])
  })
})
