import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { hasRightCheckDigit } from '../sources/index.ts'
import { checkFields } from './check-fields.ts'
import { readCreditCode } from './credit-code.ts'
import { bornByResidentId, readIdNumber, widenResidentId } from './id-number.ts'
import { readPhone } from './phone.ts'

const asOf = day('2026-03-05')
const outcome = (
  read: ReturnType<typeof readIdNumber | typeof readCreditCode | typeof readPhone>,
) => ('fault' in read ? read.fault : `${read.kind} ${read.number}`)

/** An invented resident ID with the check digit that it asks for. */
const resident = (first17: string) =>
  first17 + [...'0123456789X'].find((last) => hasRightCheckDigit(first17 + last))!

describe("a person's number", () => {
  const good = resident('51999919680221004')

  it.each([
    ['as printed', good, `resident ${good}`],
    ['in full width with spaces', ` ${good.slice(0, 6)} ${good.slice(6)}`, `resident ${good}`],
    ['with a small x', resident('51999919680221003').toLowerCase(), undefined],
    ['of fifteen digits', '519999680221004', `resident ${widenResidentId('519999680221004')}`],
    [
      'with a wrong check digit',
      `${good.slice(0, 17)}${good.endsWith('1') ? '2' : '1'}`,
      'field.id_check_digit',
    ],
    ['of a province that there is not', resident('99042619911201007'), 'field.id_place'],
    ['of a month that there is not', resident('51999919681321004'), 'field.id_day'],
    ['of a day that there is not', resident('51999919690229004'), 'field.id_day'],
    ['of somebody not yet born', resident('51999920300101004'), 'field.id_day_ahead'],
    ['with a letter in it', 'T60426199101010078', 'field.id_form'],
    ['that a screen covered', '5****************X', 'field.masked'],
    ['of Hong Kong', 'H01234567', 'hk-macau-permit H01234567'],
    ['of Hong Kong, with its issue', 'H0123456701', 'hk-macau-permit H0123456701'],
    ['of Taiwan', '01234567', 'taiwan-permit 01234567'],
    ['a passport', 'e 12345678', 'passport E12345678'],
    ['a new passport', 'EA1234567', 'passport EA1234567'],
    ['a foreigner’s card', 'FRA110088010101', 'foreign-resident FRA110088010101'],
    ['a foreigner’s card of 18', resident('91125019850101001'), undefined],
    ['an officer’s card', '军字第2001988号', 'officer 军字第2001988号'],
    ['nothing of the kind', '123', 'field.id_form'],
  ])('%s', (_what, written, expected) => {
    const read = readIdNumber(written, asOf)
    if (expected === undefined) expect(read).toHaveProperty('number')
    else expect(outcome(read)).toBe(expected)
  })

  it('of fifteen digits is one of eighteen, with the same day of birth', () => {
    expect(bornByResidentId(widenResidentId('519999680221004'))).toBe('1968-02-21')
    expect(bornByResidentId(widenResidentId('519999990221998'))).toBe('1899-02-21')
  })

  it('reads the same whatever stands between its digits, and no changed digit passes', () => {
    fc.assert(
      fc.property(
        fc.nat(17),
        fc.constantFrom(' ', '-', '\u200b', ' '),
        fc.nat(9),
        (at, gap, digit) => {
          const spaced = good.slice(0, at) + gap + good.slice(at)
          expect(readIdNumber(spaced, asOf)).toEqual(readIdNumber(good, asOf))
          const changed = good.slice(0, at) + digit + good.slice(at + 1)
          if (changed !== good) expect(readIdNumber(changed, asOf)).toHaveProperty('fault')
        },
      ),
    )
  })
})

describe("a firm's code", () => {
  // Invented: a place, eight signs, and the two check digits that they ask for.
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const found = [...signs]
    .flatMap((inner) => [...signs].map((last) => `91519999MA6AB12C${inner}${last}`))
    .filter((code) => 'number' in readCreditCode(code))

  it('has one pair of check digits that is right', () => {
    expect(found).toHaveLength(1)
  })

  it.each([
    [
      'in any notation',
      (code: string) => ` ${code.slice(0, 8)} ${code.slice(8).toLowerCase()}`,
      undefined,
    ],
    [
      'with a wrong last sign',
      (code: string) => code.slice(0, 17) + (code[17] === '0' ? '1' : '0'),
      'field.credit_check',
    ],
    [
      'with a wrong inner sign',
      (code: string) => `${code.slice(0, 16)}${code[16] === '0' ? '1' : '0'}${code[17]}`,
      'field.credit_inner',
    ],
    [
      'with a letter that there is not',
      (code: string) => `${code.slice(0, 9)}O${code.slice(10)}`,
      'field.credit_form',
    ],
    ['too short', (code: string) => code.slice(0, 15), 'field.credit_form'],
  ])('%s', (_what, change, expected) => {
    const read = readCreditCode(change(found[0]!))
    expect('fault' in read ? read.fault : undefined).toBe(expected)
  })
})

describe('a telephone number', () => {
  it.each([
    ['154 0012-5678', 'mobile 15400125678'],
    ['+86 154 0012 5678', 'mobile 15400125678'],
    ['0086 15400125678', 'mobile 15400125678'],
    ['(0816) 233 4455', 'landline 08162334455'],
    ['010-62345678', 'landline 01062345678'],
    ['400 123 4567', 'service 4001234567'],
    ['+852 2123 4567', 'abroad +85221234567'],
    ['00852 21234567', 'abroad +85221234567'],
    ['12345678901', 'field.phone_form'],
    ['1540012567', 'field.phone_form'],
    ['154****5678', 'field.masked'],
  ])('%s', (written, expected) => {
    expect(outcome(readPhone(written))).toBe(expected)
  })
})

describe('what somebody writes of a customer', () => {
  it('is kept composed, and all that is wrong is told at once', () => {
    const { fields, faults } = checkFields(
      { name: ' 李  桂芳 ', phone: '123', bornOn: '2026-03-06', village: '' },
      'person',
      asOf,
    )
    expect(fields).toEqual({ name: '李 桂芳', village: null })
    expect(faults).toEqual([
      { field: 'bornOn', code: 'field.day_ahead' },
      { field: 'phone', code: 'field.phone_form' },
    ])
  })

  it('never takes away what a customer must have, nor writes a mask over what it covers', () => {
    const { faults } = checkFields(
      { name: ' ', address: '柳河村****', bornOn: '1968-02-30' },
      'person',
      asOf,
    )
    expect(faults.map(({ code }) => code)).toEqual([
      'field.needed',
      'field.day_form',
      'field.masked',
    ])
  })

  it('reads the number of a firm as a firm’s', () => {
    const { faults } = checkFields({ idNumber: '123' }, 'firm', asOf)
    expect(faults).toEqual([{ field: 'idNumber', code: 'field.credit_form' }])
  })
})

// Published vectors, where they lie beside the repository; left out, and seen to be, where they do not.
const vectors = new URL('../../../../../../shared/data/id_cn_codes/', import.meta.url)
describe.skipIf(!existsSync(vectors))('published numbers', () => {
  it('of firms are decided as published', () => {
    const lists = JSON.parse(readFileSync(new URL('uscc_shared.json', vectors), 'utf8'))
    const faults = (codes: readonly string[]) =>
      codes.filter((code) => 'fault' in readCreditCode(code))
    expect(lists.valid.length).toBeGreaterThan(100)
    expect(faults(lists.valid)).toEqual([])
    expect(faults(lists.invalid)).toEqual(lists.invalid)
  })

  it('of persons are decided as published', () => {
    const text = readFileSync(new URL('test_cn_ric.doctest', vectors), 'utf8')
    const cases = [...text.matchAll(/ric\.validate\('(\w+)'\).*\n(Traceback)?/g)]
    expect(cases.length).toBeGreaterThan(5)
    for (const [, number = '', refused] of cases)
      expect('fault' in readIdNumber(number, asOf), number).toBe(refused !== undefined)
  })
})
