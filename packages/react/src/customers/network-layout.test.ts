import type { RelationshipView } from '@crm/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, nextInDirection } from './network-layout.ts'

const tie = (customerId: string, otherId: string, at: number) =>
  ({ id: `rel_${at}`, customerId, otherId, role: 'relative' }) as unknown as RelationshipView
const people = Array.from({ length: 14 }, (_, at) => `cus_${at}`)
const networks = fc
  .array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 24 })
  .map((pairs) =>
    pairs.filter(([a, b]) => a !== b).map(([a, b], at) => tie(people[a]!, people[b]!, at)),
  )

describe('the picture of a network', () => {
  it('has everybody who is reached once, and nobody on top of another', () => {
    fc.assert(
      fc.property(networks, (relationships) => {
        const { nodes, reach } = layOut('cus_0', { relationships })
        expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
        for (const [at, one] of nodes.entries()) {
          expect(Math.hypot(one.x, one.y)).toBeLessThan(reach)
          for (const other of nodes.slice(at + 1))
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(40)
        }
        expect(layOut('cus_0', { relationships })).toEqual({
          nodes,
          reach,
          lines: expect.anything(),
        })
      }),
    )
  })

  it('lets the arrow keys come to everybody', () => {
    fc.assert(
      fc.property(networks, (relationships) => {
        const { nodes } = layOut('cus_0', { relationships })
        const seen = new Set([nodes[0]!])
        for (const node of seen)
          for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
            const next = nextInDirection(nodes, node, key)
            if (next) seen.add(next)
          }
        expect(seen.size).toBe(nodes.length)
      }),
    )
  })

  it('does not move for other keys, and stays where nobody is', () => {
    const { nodes } = layOut('cus_0', { relationships: [tie('cus_0', 'cus_1', 1)] })
    expect(nodes).toMatchObject([
      { id: 'cus_0', x: 0, y: 0 },
      { id: 'cus_1', x: 0 },
    ])
    expect(nextInDirection(nodes, nodes[0]!, 'a')).toBeUndefined()
    expect(nextInDirection(nodes, nodes[0]!, 'ArrowRight')).toBeUndefined()
  })
})
