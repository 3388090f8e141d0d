import { describe, expect, it } from 'vitest'
import type { MaskName, ViewMeta } from '../kit/index.ts'
import { disclose } from './disclose.ts'
import { fieldPlan, fieldUses } from './field-plan.ts'
import { maskValue } from './mask.ts'
import type { Policy } from './policy.ts'

const meta: ViewMeta = {
  resource: 'customer',
  classes: {
    id: { level: 'key' },
    name: { level: 'C1', mask: 'name' },
    phone: { level: 'C2', mask: 'phone' },
    memo: { level: 'C2', mask: 'text' },
  },
}
const teller = { roles: ['teller' as const] }
const rule = (fields: Policy['fields'], more: Partial<Policy> = {}): Policy => ({
  id: 'bank.rule',
  version: 1,
  roles: ['teller'],
  effect: 'allow',
  resource: 'customer',
  where: [],
  fields,
  tests: [],
  ...more,
})
const planOf = (...set: readonly Policy[]) => {
  const { id, ...rest } = fieldPlan(set, teller, meta)
  expect(id).toBe('show')
  return Object.values(rest).join(' ')
}

describe('what a teller gets of name, phone and memo', () => {
  const all = rule({ show: ['*'], mask: [] })
  it.each<[string, string, readonly Policy[]]>([
    ['nothing, by no policy', 'hide hide hide', []],
    [
      'what is listed, the rest hidden',
      'show mask hide',
      [rule({ show: ['name'], mask: ['phone'] })],
    ],
    ['all but what is masked by name', 'show mask show', [rule({ show: ['*'], mask: ['phone'] })]],
    [
      'all masked but what is shown by name',
      'show mask mask',
      [rule({ show: ['name'], mask: ['*'] })],
    ],
    [
      'the cover, where a field is in both lists',
      'mask hide hide',
      [rule({ show: ['name'], mask: ['name'] })],
    ],
    [
      'the cover, where both lists have all',
      'mask mask mask',
      [rule({ show: ['*'], mask: ['*'] })],
    ],
    [
      'the most of two policies',
      'show show mask',
      [rule({ show: ['name'], mask: ['*'] }), rule({ show: ['phone'], mask: ['name'] })],
    ],
    [
      'the same in the other order',
      'show show mask',
      [rule({ show: ['phone'], mask: ['name'] }), rule({ show: ['name'], mask: ['*'] })],
    ],
    ['nothing by a deny', 'hide hide hide', [{ ...all, effect: 'deny' }]],
    ['nothing by a policy for others', 'hide hide hide', [{ ...all, roles: ['analyst'] }]],
    [
      'nothing by a policy of another resource',
      'hide hide hide',
      [{ ...all, resource: 'account' }],
    ],
  ])('is %s', (_what, plan, set) => {
    expect(planOf(...set)).toBe(plan)
  })
})

describe('what a field may be used for', () => {
  const uses = (set: readonly Policy[], use: 'filter' | 'sort' | 'aggregate') =>
    [...fieldUses(set, teller, 'customer', ['name', 'phone', 'memo'], use)].join(' ')
  const shows = rule({ show: ['name'], mask: ['phone'] })
  const told = { ...shows, use: { filter: ['phone'], sort: [], aggregate: ['*'] } }

  it('is told by any policy that speaks of the caller and allows', () => {
    expect(uses([shows], 'filter')).toBe('name')
    expect(uses([told], 'filter')).toBe('phone')
    expect(uses([told], 'aggregate')).toBe('name phone memo')
    expect(uses([told, shows], 'sort')).toBe('name')
    for (const change of [
      { effect: 'deny' as const },
      { roles: ['analyst' as const] },
      { resource: 'account' },
    ])
      expect(uses([shows, { ...told, ...change }], 'filter')).toBe('name')
  })
})

describe('a record that leaves', () => {
  it('holds nothing without a class, without a plan, or hidden', () => {
    const record = { id: 'cus_li', name: '李桂芳', phone: '13812345678', memo: '菜款', salary: 1 }
    const plan = { id: 'show', name: 'hide', phone: 'mask', salary: 'show' } as const
    expect(disclose(record, plan, meta)).toEqual({
      id: 'cus_li',
      phone: { masked: '138****5678' },
    })
  })

  it('keeps its keys as they are, whatever else is covered', () => {
    expect(disclose({ id: 'cus_li' }, { id: 'mask' }, meta)).toEqual({ id: 'cus_li' })
    expect(disclose({ id: 'cus_li', name: null }, { id: 'show', name: 'show' }, meta)).toEqual({
      id: 'cus_li',
      name: null,
    })
  })
})

describe('a cover', () => {
  it.each<[MaskName, unknown, string]>([
    ['amount', 0, '0–10000'],
    ['amount', -1, '-(0–10000)'],
    ['amount', 999_999, '0–10000'],
    ['amount', 1_000_000, '10000–50000'],
    ['amount', 20_000_000, '200000–500000'],
    ['amount', 50_000_000, '500000–1000000'],
    ['amount', 599_999_999, '1000000–6000000'],
    ['amount', 600_000_000, '≥6000000'],
    ['account', '12345678', '****5678'],
    ['account', '12345677', '****5677'],
    ['idNumber', '12345678', '1******8'],
    ['idNumber', '', '*'],
    ['phone', '1381234567', '**********'],
    ['phone', '013812345678', '013****5678'],
    ['name', '', '*'],
    ['name', '欧阳娜娜娜', '欧**'],
    ['address', '石桥县石桥镇', '石桥县***'],
    ['address', `${'很'.repeat(12)}市`, `${'很'.repeat(12)}市***`],
    ['address', `${'很'.repeat(13)}市`, '***'],
    ['address', '内蒙古某旗某村', '内蒙古某旗***'],
    ['day', 'on 1968-03-18', '***'],
    ['day', '68-03-18', '***'],
    ['day', undefined, '***'],
  ])('%s of %s is %s', (mask, value, masked) => {
    expect(maskValue(mask, value)).toEqual({ masked })
  })

  it('is never longer than sixty-four characters, nor cut through one', () => {
    const { masked } = maskValue('idNumber', `𠮷${'1'.repeat(100)}9`)
    expect(masked).toBe(`𠮷${'*'.repeat(16)}9`)
  })
})
