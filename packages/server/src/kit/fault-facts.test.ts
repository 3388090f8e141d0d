import { kitErrors } from '@crm/core'
import { describe, expect, it } from 'vitest'
import { faultFacts } from './fault-facts.ts'
import { SqlError } from './store/sql-error.ts'

const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
const told = (error: unknown) => JSON.stringify(faultFacts(error))

describe('what the log is told of a failure', () => {
  it.each<[string, unknown]>([
    ['a text that is no JSON', thrown(() => JSON.parse('李桂芳 13800001111'))],
    ['an error of our own making', new Error('李桂芳 13800001111')],
    ['one whose message looks like a call', new Error('x\n    at 李桂芳 (13800001111:1:1)')],
    ['one whose message was changed', Object.assign(new Error('李桂芳'), { message: 'y' })],
    ['one whose name was changed', Object.assign(new Error('x'), { name: '李桂芳 13800001111' })],
    ['one whose code is a value', Object.assign(new Error('x'), { code: '13800001111' })],
    ['what is no error at all', '李桂芳 13800001111'],
    [
      'a value that PostgreSQL could not read',
      new SqlError({ code: '22P02', message: 'invalid input syntax for type date: "13800001111"' }),
    ],
    ['a store that fails for it', kitErrors.storeUnavailable('XX000', new Error('李桂芳'))],
  ])('%s: no value of a customer', (_what, error) => {
    expect(told(error)).not.toMatch(/李桂芳|13800001111/)
  })

  it('is enough to find the fault by', () => {
    const refused = new SqlError({
      code: '23505',
      message: 'duplicate key value violates unique constraint "segment_name_key"',
      constraint: 'segment_name_key',
      table: 'segment',
    })
    expect(faultFacts(refused)).toMatchObject({
      fault: 'SqlError',
      sqlState: '23505',
      constraint: 'segment_name_key',
      table: 'segment',
      at: [expect.stringContaining('fault-facts.test.ts'), ...Array(4).fill(expect.any(String))],
    })
    expect(refused.message).toContain('segment_name_key')
    expect(faultFacts(kitErrors.storeUnavailable('x', refused))).toMatchObject({
      fault: 'store.unavailable',
      because: { sqlState: '23505' },
    })
  })
})
