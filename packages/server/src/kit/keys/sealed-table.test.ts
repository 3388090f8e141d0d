import { auntLi, bank, zhang } from '@crm/core/fixtures'
import { describe, expect, it } from 'vitest'
import { intlSuite } from '../../../../../tests/node-keys.ts'
import { BankKeys, dataPurposes } from './bank-keys.ts'
import { indexedText, lastFour } from './blind-index.ts'
import { readSealed, writeSealed } from './sealed.ts'
import { openRow, type SealedTable, sealRow } from './sealed-table.ts'

const set = dataPurposes.map((purpose) => ({
  id: `${purpose}-1`,
  purpose,
  version: 1,
  active: true,
  suite: intlSuite,
  key: intlSuite.prepare(intlSuite.newKey()),
}))
const keys = new BankKeys(bank.id, set, [intlSuite])
const clear = new BankKeys(bank.id, [], [])

describe('one number', () => {
  it.each([
    ['phone', '13812345678', '13812345678'],
    ['phone', '+86 138 1234 5678', '13812345678'],
    ['phone', '0086-13812345678', '13812345678'],
    ['phone', '１３８１２３４５６７８', '13812345678'],
    ['phone', '(0839) 866·2345', '08398662345'],
    ['phone', '+86 0839 8662345', '+8608398662345'],
    ['phone', '+86 138123456789', '+86138123456789'],
    ['phone', '5+8613812345678', '5+8613812345678'],
    ['idNumber', '51010219680318234x', '51010219680318234X'],
    ['idNumber', '510102–1968.03—18‐234\u200bX', '51010219680318234X'],
    ['accountNumber', '6230 5200 1012 3456 789', '6230520010123456789'],
    ['accountNumber', '+8613812345678', '+8613812345678'],
  ] as const)('%s %s is %s', (field, written, text) => {
    expect(indexedText(field, written)).toBe(text)
  })

  it.each([
    ['6230520010123456789', '6789'],
    ['12345678', '5678'],
    ['1234 567', undefined],
  ])('%s has for its last four %s', (written, four) => {
    expect(lastFour('accountNumber', written)).toBe(four)
  })
})

describe('sealed text', () => {
  it('says what it is', () => {
    const text = 'v1.gcm.field-1.aaaa.bb-_.cccc'
    const parts = { algorithm: 'gcm', keyId: 'field-1', body: 'aaaa.bb-_.cccc' }
    expect(readSealed(text)).toEqual(parts)
    expect(writeSealed(parts)).toBe(text)
    expect(readSealed('v1.sm4.c.a..c')).toEqual({ algorithm: 'sm4', keyId: 'c', body: 'a..c' })
  })

  it.each([
    '',
    '13812345678',
    'v2.gcm.c.a.b.c',
    ' v1.gcm.c.a.b.c',
    'v1.gcm.c.a.b.c ',
    'v1.rot13.c.a.b.c',
    'v1.gcm..a.b.c',
    'v1.gcm.C.a.b.c',
    'v1.gcm.c.a.b',
    'v1.gcm.c..b.c',
    'v1.gcm.c.a.b.',
    'v1.gcm.c.a.b.c.d',
    `v1.gcm.${'k'.repeat(41)}.a.b.c`,
  ])('is not "%s"', (text) => {
    expect(readSealed(text)).toBeUndefined()
  })
})

describe('a row of a table', () => {
  const spec: SealedTable = {
    table: 'customer',
    id: 'customer_id',
    columns: {
      phone: { field: 'phone', index: 'phone_index', tail: 'phone_tail' },
      id_number: { field: 'idNumber', index: 'id_number_index' },
      address: {},
    },
  }
  const row = {
    customer_id: auntLi.id,
    name: '李桂芳',
    phone: '13812345678',
    address: '柳河村',
    id_number: null,
  }
  const { key: own, wrapped } = keys.newCustomerKey(auntLi.id)
  const sealed = sealRow(keys, own, spec, row)

  it('is stored with its named columns sealed and found by their marks, the rest as it was', () => {
    expect(Object.keys(sealed).toSorted()).toEqual([
      'address',
      'customer_id',
      'id_number',
      'id_number_index',
      'name',
      'phone',
      'phone_index',
      'phone_tail',
    ])
    expect(sealed).toMatchObject({ customer_id: auntLi.id, name: '李桂芳', id_number: null })
    expect(sealed.id_number_index).toBeUndefined()
    expect(sealed.phone_index).toBe(keys.index('phone', '13812345678'))
    expect(sealed.phone_tail).toBe(keys.tail('phone', '13812345678'))
    expect(sealed.phone).toMatch(/^v1\.gcm\.c\./)
    expect(sealed.address).toMatch(/^v1\.gcm\.c\./)
    const none = sealRow(keys, own, spec, {
      ...row,
      phone: null,
      phone_index: 'old',
      phone_tail: 'old',
    })
    expect([none.phone_index, none.phone_tail]).toEqual([undefined, undefined])
  })

  it('opens with the key beside it, and only as that customer’s row', () => {
    const stored = { ...sealed, customer_id: auntLi.id, own_key: wrapped }
    expect(openRow(keys, spec, stored)).toMatchObject(row)
    const moved = { ...stored, customer_id: zhang.id }
    expect(() => openRow(keys, spec, moved)).toThrow(/altered or moved/)
  })

  it('without its key shows nothing that was sealed, and all that was not', () => {
    for (const own_key of [null, undefined, '']) {
      const opened = openRow(keys, spec, {
        ...sealed,
        customer_id: auntLi.id,
        ...(own_key !== undefined && { own_key }),
      })
      expect(opened).toMatchObject({ name: '李桂芳', phone: null, address: null, id_number: null })
    }
  })

  it('is stored and read as it is where there are no keys, and can still be found', () => {
    const open = sealRow(clear, undefined, spec, row)
    expect(open).toEqual({
      ...row,
      phone_index: '13812345678',
      phone_tail: '5678',
      id_number_index: undefined,
    })
    const stored = { ...open, customer_id: auntLi.id }
    expect(openRow(clear, spec, stored)).toBe(stored)
  })
})
