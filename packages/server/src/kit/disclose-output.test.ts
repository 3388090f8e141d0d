import { AccountView, CustomerView, c1, c2, key, type Policy, view } from '@crm/core'
import { auntLi, callerOf, chenBo, liuFang, zhang } from '@crm/core/fixtures'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { discloseOutput } from './disclose-output.ts'
import { ReadSession, type SessionStart } from './session.ts'

const Note = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  phone: z.optional(z.string()),
  text: z.string(),
})
const NoteView = view('note', Note, { id: key, customerId: key, phone: c2('phone'), text: c1 })
const { accounts: _, holdings: __, movements: ___, ...li } = auntLi
const note = { id: 'not_1', customerId: auntLi.id, phone: '13812345678', text: '问利率' }

const rule = (fields: Policy['fields'], resource = 'note'): Policy => ({
  id: `bank.${resource}`,
  version: 1,
  roles: ['relationship-manager'],
  effect: 'allow',
  resource,
  where: [],
  fields,
  tests: [],
})
const session = (policies: readonly Policy[], person = chenBo) =>
  new ReadSession(
    undefined as never,
    { caller: callerOf(person), policies } as unknown as SessionStart,
  )
const shown = session([rule({ show: ['*'], mask: [] })])
const masked = session([rule({ show: ['text'], mask: ['phone'] })])

describe('an answer as it leaves', () => {
  it('shows, masks and hides by the caller’s own plan', () => {
    expect(discloseOutput(NoteView, note, shown).output).toEqual(note)
    expect(discloseOutput(NoteView, note, masked).output).toEqual({
      ...note,
      phone: { masked: '138****5678' },
    })
    expect(discloseOutput(NoteView, note, session([])).output).toEqual({
      id: 'not_1',
      customerId: 'cus_li',
    })
  })

  it('finds its views wherever the schema holds them', () => {
    const Answer = z.strictObject({
      total: z.number(),
      pages: z.array(z.strictObject({ items: z.readonly(z.array(NoteView)) })),
      first: z.optional(NoteView),
      last: z.optional(NoteView),
      words: z.array(z.string()),
      place: z.strictObject({ name: z.string() }),
    })
    const answer = {
      total: 2,
      pages: [{ items: [note] }, { items: [] }, { items: [note, note] }],
      first: note,
      words: ['a'],
      place: { name: '柳河' },
    }
    const covered = { ...note, phone: { masked: '138****5678' } }
    const { output } = discloseOutput(Answer, answer, masked)
    expect(output).toEqual({
      ...answer,
      pages: [{ items: [covered] }, { items: [] }, { items: [covered, covered] }],
      first: covered,
    })
    expect(Object.keys(output as object)).toEqual(Object.keys(answer))
    expect(answer.first).toBe(note)
  })

  it('goes as it is where no view is in it', () => {
    const plain = { items: ['a'], place: { name: '柳河' } }
    const Plain = z.strictObject({
      items: z.array(z.string()),
      place: z.optional(z.strictObject({ name: z.string() })),
    })
    const told = discloseOutput(Plain, plain, session([]))
    expect(told.output).toBe(plain)
    expect(told.fieldNames).toEqual([])
    expect(told.customerIds.size).toBe(0)
    const list = ['a']
    expect(discloseOutput(z.array(z.string()), list, session([])).output).toBe(list)
    expect(discloseOutput(z.nullable(NoteView), null, session([])).output).toBeNull()
  })
})

describe('the record of an answer', () => {
  it('names the sensitive fields that went out open, each once and in order, and no others', () => {
    const customers = session([
      rule({ show: ['*'], mask: ['idNumber'] }, 'customer'),
      rule({ show: ['*'], mask: [] }),
    ])
    const Both = z.strictObject({ notes: z.array(NoteView), customer: CustomerView })
    const both = { notes: [note, note], customer: li }
    const { fieldNames } = discloseOutput(Both, both, customers)
    expect(fieldNames).toContain('customer.phone')
    expect(fieldNames).not.toContain('customer.idNumber')
    expect(fieldNames.at(-1)).toBe('note.phone')
    expect(fieldNames).toEqual([...new Set(fieldNames)].toSorted())
    expect(discloseOutput(NoteView, note, masked).fieldNames).toEqual([])
    const { phone: ____, ...without } = note
    expect(discloseOutput(NoteView, without, shown).fieldNames).toEqual([])
  })

  it('names the customers whose data it holds', () => {
    const seen = (schema: object, value: unknown) => [
      ...discloseOutput(schema, value, session([])).customerIds,
    ]
    const of = (customerId: unknown) => ({ ...note, customerId })
    expect(seen(z.array(NoteView), [note, of(zhang.id), note])).toEqual(['cus_li', 'cus_zhang'])
    expect(seen(CustomerView, li)).toEqual(['cus_li'])
    expect(seen(NoteView, of('acc_1'))).toEqual([])
    expect(seen(NoteView, of(7))).toEqual([])
    expect(seen(AccountView, auntLi.accounts[0])).toEqual(['cus_li'])
  })

  it('tells one caller from another, though the schema is the same', () => {
    const teller = session([rule({ show: ['*'], mask: [] })], liuFang)
    expect(discloseOutput(NoteView, note, shown).fieldNames).toEqual(['note.phone'])
    expect(discloseOutput(NoteView, note, teller).fieldNames).toEqual([])
  })
})
