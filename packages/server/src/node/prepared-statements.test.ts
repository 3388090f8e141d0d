import { describe, expect, it } from 'vitest'
import { PreparedStatements } from './prepared-statements.ts'

describe('a statement', () => {
  it('gets a name of its own with its third time, and keeps it', () => {
    const statements = new PreparedStatements()
    const names = (text: string) => Array.from({ length: 4 }, () => statements.nameOf(text))
    expect(names('select 1')).toEqual([undefined, undefined, 'crm_1', 'crm_1'])
    expect(names('select 2')).toEqual([undefined, undefined, 'crm_2', 'crm_2'])
  })

  it('that selects every column gets none: a migration may add one', () => {
    const statements = new PreparedStatements()
    for (let n = 0; n < 9; n++) expect(statements.nameOf('select * from customer')).toBeUndefined()
  })

  it('gets none once there are two hundred, however many come', () => {
    const statements = new PreparedStatements()
    const named = Array.from({ length: 5_000 }, (_, n) => {
      for (let time = 0; time < 2; time++) statements.nameOf(`select ${n}`)
      return statements.nameOf(`select ${n}`)
    })
    expect(named.filter((name) => name !== undefined)).toHaveLength(200)
  })
})
