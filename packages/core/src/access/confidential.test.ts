import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { c1, c2, key, secret, view } from '../kit/index.ts'
import { hiddenNouns } from './confidential.ts'
import { disclose } from './disclose.ts'
import { clashingDuties } from './duties.ts'
import { fieldPlan, fieldUses } from './field-plan.ts'
import type { Policy } from './policy.ts'

const Ledger = z.strictObject({ id: z.string(), name: z.string(), suspected: z.string() })
const classes = { id: key, name: c2('name'), suspected: secret }
view('ledger', Ledger, classes)
const meta = { resource: 'ledger', classes }
const policy = (fields: Policy['fields'], use?: Policy['use']): Policy => ({
  id: 'p',
  version: 1,
  roles: ['branch-manager'],
  effect: 'allow',
  resource: 'ledger',
  where: [],
  fields,
  ...(use && { use }),
  tests: [],
})
const head = { roles: ['branch-manager'] } as const satisfies Pick<
  Parameters<typeof fieldPlan>[1],
  'roles'
>
const record = { id: '1', name: '李桂芳', suspected: 'yes' }

describe('a field that may not even be known to be there', () => {
  it.each<[string, Policy['fields'], Record<string, unknown>]>([
    ['“all” does not show it', { show: ['*'], mask: [] }, { id: '1', name: '李桂芳' }],
    [
      'a mask leaves it out, since a mask tells',
      { show: [], mask: ['suspected', '*'] },
      { id: '1', name: { masked: '李**' } },
    ],
    ['its name shows it', { show: ['suspected'], mask: [] }, { id: '1', suspected: 'yes' }],
  ])('%s', (_, fields, seen) => {
    expect(disclose(record, fieldPlan([policy(fields)], head, meta), meta)).toEqual(seen)
  })

  it('is filtered, sorted and added up by nobody but whom a policy names it for', () => {
    const all = { filter: ['*'], sort: ['*'], aggregate: ['*'] }
    const uses = (given: Policy) => [
      ...fieldUses([given], head, 'ledger', ['name', 'suspected'], 'filter'),
    ]
    expect(uses(policy({ show: ['*'], mask: [] }))).toEqual(['name'])
    expect(uses(policy({ show: [], mask: [] }, all))).toEqual(['name'])
    expect(uses(policy({ show: ['suspected'], mask: [] }))).toEqual(['suspected'])
    const named = { ...all, filter: ['suspected'] }
    expect(uses(policy({ show: [], mask: [] }, named))).toEqual(['suspected'])
  })
})

describe('the compliance officer', () => {
  it('alone knows of suspicions, and looks after no customer', () => {
    expect(hiddenNouns({ roles: ['compliance-officer'] })).toEqual([])
    expect(hiddenNouns({ roles: ['branch-manager', 'audit-admin'] })).toEqual(['suspicion'])
    expect(clashingDuties(['relationship-manager', 'compliance-officer'])).toBeDefined()
    expect(clashingDuties(['compliance-officer'])).toBeUndefined()
  })
})

it('an ordinary field is masked or shown as before', () => {
  const plain = { resource: 'plain', classes: { name: c1 } }
  const plan = fieldPlan([{ ...policy({ show: ['*'], mask: [] }), resource: 'plain' }], head, plain)
  expect(plan).toEqual({ name: 'show' })
})
