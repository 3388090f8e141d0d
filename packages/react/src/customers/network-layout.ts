import type { RelationshipNetwork, RelationshipView } from '@crm/core'

/** Somebody in the picture: a customer, or somebody who is none. */
export interface NetworkNode {
  readonly id: string
  readonly x: number
  readonly y: number
  /** How many steps from the middle. */
  readonly ring: number
  /** The relationship by which they are in the picture; absent in the middle. */
  readonly by?: RelationshipView
  /** True where that relationship is told from their own side. */
  readonly turned: boolean
}

/** A line between two of them. */
export interface NetworkLine {
  readonly relationship: RelationshipView
  readonly from: NetworkNode
  readonly to: NetworkNode
}

/** A picture in units of its own, the middle at 0, 0. */
export interface NetworkPicture {
  readonly nodes: readonly NetworkNode[]
  readonly lines: readonly NetworkLine[]
  /** From the middle to each side. */
  readonly reach: number
}

const APART = 78
const RING = 96
const MARGIN = 62

/** Who is at the other end; who is no customer is somebody of their own in each relationship. */
const otherOf = ({ otherId, id }: RelationshipView): string => otherId ?? id

interface Branch {
  readonly id: string
  readonly ring: number
  readonly by?: RelationshipView
  readonly turned: boolean
  readonly branches: Branch[]
}

/** The shortest ways from the middle as a tree, in the order in which the server tells them. */
function treeOf(middle: string, relationships: readonly RelationshipView[]): Branch {
  const root: Branch = { id: middle, ring: 0, turned: false, branches: [] }
  const reached = new Set([middle])
  const queue = [root]
  for (const at of queue)
    for (const by of relationships) {
      const [near, far] = [by.customerId as string, otherOf(by)]
      if (at.id !== near && at.id !== far) continue
      const id = at.id === near ? far : near
      if (reached.has(id)) continue
      reached.add(id)
      const branch: Branch = {
        id,
        ring: at.ring + 1,
        by,
        turned: at.id === far,
        branches: [],
      }
      at.branches.push(branch)
      queue.push(branch)
    }
  return root
}

const leavesOf = ({ branches }: Branch): number =>
  branches.length === 0 ? 1 : branches.reduce((sum, one) => sum + leavesOf(one), 0)

/** Lay a network out around a customer: rings by steps, each branch in a sector of its own. The same facts, the same picture. */
export function layOut(
  middle: string,
  { relationships }: Pick<RelationshipNetwork, 'relationships'>,
): NetworkPicture {
  const tree = treeOf(middle, relationships)
  const whole = leavesOf(tree)
  const placed: { branch: Branch; angle: number; width: number }[] = []
  const place = (branch: Branch, begin: number, width: number) => {
    placed.push({ branch, angle: begin + width / 2, width })
    let at = begin
    for (const one of branch.branches) {
      const share = (width * leavesOf(one)) / leavesOf(branch)
      place(one, at, share)
      at += share
    }
  }
  place(tree, -Math.PI / 2 - Math.PI / whole, 2 * Math.PI)
  const ring = Math.max(
    RING,
    ...placed
      .filter(({ branch, width }) => branch.ring > 0 && width < 2 * Math.PI)
      .map(({ branch, width }) => APART / (branch.ring * width)),
  )
  // Nought has no sign here.
  const round = (value: number) => Math.round(value * 10) / 10 + 0
  const nodes = placed.map(
    ({ branch: { id, ring: step, by, turned }, angle }): NetworkNode => ({
      id,
      x: round(Math.cos(angle) * ring * step),
      y: round(Math.sin(angle) * ring * step),
      ring: step,
      ...(by && { by }),
      turned,
    }),
  )
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const lines = relationships.flatMap((relationship) => {
    const [from, to] = [byId.get(relationship.customerId), byId.get(otherOf(relationship))]
    return from && to ? [{ relationship, from, to }] : []
  })
  const farthest = Math.max(0, ...nodes.map((node) => node.ring))
  return { nodes, lines, reach: Math.ceil(farthest * ring + MARGIN) }
}

const directions = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
} as const

/** Who is next from somebody in the direction of an arrow key: near, and not far off to the side. */
export function nextInDirection(
  nodes: readonly NetworkNode[],
  from: NetworkNode,
  key: string,
): NetworkNode | undefined {
  if (!Object.hasOwn(directions, key)) return undefined
  const [dx, dy] = directions[key as keyof typeof directions]
  let best: { readonly node: NetworkNode; readonly cost: number } | undefined
  for (const node of nodes) {
    const [x, y] = [node.x - from.x, node.y - from.y]
    const along = x * dx + y * dy
    const aside = Math.abs(x * dy) + Math.abs(y * dx)
    if (along <= 0.5) continue
    const cost = along + 2 * aside
    if (!best || cost < best.cost) best = { node, cost }
  }
  return best?.node
}
