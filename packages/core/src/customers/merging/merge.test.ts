import { describe, expect, it } from 'vitest'
import { auntLi, day, liGuifen, wangNoodleShop } from '../../../fixtures/index.ts'
import type { Said } from '../source-record.ts'
import { faultOfMerge, type MergeParty, wordOfMerged } from './merge.ts'

const today = day('2026-03-05')
const party = (more: Partial<MergeParty>): MergeParty => ({
  id: auntLi.id,
  kind: 'person',
  status: 'active',
  ...more,
})
const other = (more: Partial<MergeParty>) => party({ id: liGuifen.id, ...more })

describe('two customers held to be one', () => {
  it('are two to begin with, both persons or both firms', () => {
    expect(faultOfMerge(party({}), party({}), undefined, today)).toBe('merge.same')
    const shop = other({ id: wangNoodleShop.id, kind: 'firm' })
    expect(faultOfMerge(party({}), shop, '执照', today)).toBe('merge.kinds_differ')
  })

  it('stand under the one who is with the bank', () => {
    const left = party({ status: 'closed' })
    expect(faultOfMerge(left, other({}), undefined, today)).toBe('merge.survivor_closed')
    expect(faultOfMerge(left, other({ status: 'closed' }), undefined, today)).toBeUndefined()
    expect(faultOfMerge(party({}), other({ status: 'closed' }), undefined, today)).toBeUndefined()
  })

  it.each([
    ['two right resident IDs', '11010519491231002X', '440524188001010014', 'merge.evidence_needed'],
    ['one of 15 digits and its 18', '110105491231002', '11010519491231002X', undefined],
    ['a wrong one beside a right one', '110105194912310021', '440524188001010014', undefined],
    ['a passport and a resident ID', 'E12345678', '440524188001010014', undefined],
    ['two passports: they are issued anew', 'E12345678', 'E87654321', undefined],
    ['none', undefined, '440524188001010014', undefined],
  ])('need a paper or not: %s', (_, one, two, fault) => {
    const a = party(one === undefined ? {} : { idNumber: one })
    const b = other({ idNumber: two })
    expect(faultOfMerge(a, b, undefined, today)).toBe(fault)
    expect(faultOfMerge(b, a, undefined, today)).toBe(fault)
    expect(faultOfMerge(a, b, '公安证明', today)).toBeUndefined()
  })
})

describe('what the sources of a merged customer still say', () => {
  const said = {
    name: '李桂芬',
    branchId: 'brn_east',
    managerId: 'stf_wu',
    kind: 'person',
    status: 'closed',
  } as Said

  it('is who it is, not where they belong or that one of two records was closed', () => {
    expect(wordOfMerged({ said })).toEqual({ said: { name: '李桂芬' } })
    expect(said.branchId).toBe('brn_east')
  })

  it('is that they died: that is true of both', () => {
    expect(wordOfMerged({ said: { ...said, status: 'deceased' } }).said).toEqual({
      name: '李桂芬',
      status: 'deceased',
    })
  })
})
