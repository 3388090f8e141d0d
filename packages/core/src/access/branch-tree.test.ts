import { expect, it } from 'vitest'
import type { Branch, BranchId } from './branch.ts'
import { branchTree } from './branch-tree.ts'

const office = (id: string, parentId?: string) =>
  ({ id, name: id, ...(parentId && { parentId }) }) as Branch
const offices = [
  office('brn_market', 'brn_town'),
  office('brn_head'),
  office('brn_town', 'brn_head'),
  office('brn_county', 'brn_head'),
]
const below = (root: string) => branchTree(offices, root as BranchId)

it('gives a branch and all that reports to it, in whatever order they are listed', () => {
  expect(below('brn_town')).toEqual(['brn_market', 'brn_town'])
  expect(below('brn_head')).toHaveLength(4)
})

it('gives nothing for an office that is not there', () => {
  expect(below('brn_nowhere')).toEqual([])
})

it('ends on a ring of offices', () => {
  const ring = [office('brn_a', 'brn_b'), office('brn_b', 'brn_a')]
  expect(branchTree(ring, 'brn_a' as BranchId)).toEqual(['brn_a', 'brn_b'])
})
