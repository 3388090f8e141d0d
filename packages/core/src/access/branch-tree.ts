import type { Branch, BranchId } from './branch.ts'

/** A branch and every office below it, in the order given. */
export function branchTree(branches: readonly Branch[], root: BranchId): readonly BranchId[] {
  const within = new Set<BranchId>([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const { id, parentId } of branches) {
      if (parentId === undefined || within.has(id) || !within.has(parentId)) continue
      within.add(id)
      grown = true
    }
  }
  return branches.filter(({ id }) => within.has(id)).map(({ id }) => id)
}
