// Finding out a masked value by what is asked, not by what is shown: filters, sorting, search, versions.
import { type Criteria, type Policy, shippedPolicies } from '@crm/core'
import { auntLi, bank, heJing, qianJin } from '@crm/core/fixtures'
import type { Front } from './houses.ts'

/** What came of a script. */
export interface ScriptOutcome {
  readonly asked: number
  /** Answers that told something. */
  readonly told: number
}

/** Heads of branches here may neither see balances nor birthdays, though they see customers and count. */
export const withoutBalances: readonly Policy[] = shippedPolicies.map((policy) => {
  const { roles, resource } = policy
  if (!roles.includes('branch-manager')) return policy
  if (resource === 'facts') return { ...policy, fields: { show: ['*'], mask: ['assetsFen'] } }
  if (resource !== 'customer') return policy
  return { ...policy, fields: { show: ['*'], mask: ['idNumber', 'phone', 'bornOn'] } }
})

const seatOf = ({ id }: { readonly id: string }) => ({ bankId: bank.id, staffId: id })

/** Every way to write a comparison of a balance, and one hidden in what looks harmless. */
const around = (value: number): readonly Criteria[] => {
  const simple: Criteria[] = (['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const).map((is) => ({
    field: 'assetsFen',
    is,
    value,
  }))
  return [
    ...simple,
    { field: 'assetsFen', is: 'between', value: [0, value] },
    { field: 'age', is: 'ge', value: value % 100 },
    { any: [{ all: [] }, simple[0]!] },
    { not: { not: simple[1]! } },
  ]
}

/** Search by halves for Aunt Li's balance, at every endpoint that takes criteria; each must be 400. */
export async function searchByHalves(front: Front): Promise<ScriptOutcome> {
  let asked = 0
  let told = 0
  let [low, high] = [0, 100_000_000]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    for (const criteria of around(middle)) {
      const calls = [
        ['/segments/preview', { criteria }],
        ['/segments/explain', { criteria, customerId: auntLi.id }],
        ['/segments', { name: `群${asked}`, criteria }],
      ] as const
      for (const [path, body] of calls) {
        asked += 1
        const response = await front.ask(seatOf(qianJin), 'POST', path, { body })
        const { code } = (await response.json()) as { code?: string }
        if (response.status !== 400 || code !== 'access.field_not_usable') told += 1
      }
    }
    low = middle + 1
    high = Math.min(high, middle + (high - middle) / 4)
  }
  return { asked, told }
}

/** Spell a masked name and village from the outside: every beginning, part and sound of them. */
export async function spellNames(front: Front): Promise<ScriptOutcome> {
  const parts = (word: string) =>
    Array.from({ length: word.length }, (_, from) =>
      Array.from({ length: word.length - from }, (_, at) => word.slice(from, from + at + 1)),
    ).flat()
  const tries = new Set(
    [auntLi.name, auntLi.village ?? '', 'liguifang', 'lgf', auntLi.address ?? '']
      .flatMap(parts)
      .filter((text) => text !== auntLi.name),
  )
  let told = 0
  for (const text of tries) {
    const response = await front.ask(seatOf(heJing), 'POST', '/customers/search', {
      body: { text },
    })
    const { items } = (await response.json()) as { items?: readonly unknown[] }
    if (!items || items.length > 0) told += 1
  }
  return { asked: tries.size, told }
}

/** Change a value behind the version's back: a version that follows would tell that it changed. */
export async function versionsAlone(
  front: Front,
  paths: readonly string[],
  change: () => Promise<unknown>,
): Promise<ScriptOutcome> {
  const read = async () => {
    const found: (string | null)[] = []
    for (const path of paths)
      found.push((await front.ask(seatOf(qianJin), 'GET', path)).headers.get('etag'))
    return found
  }
  const before = await read()
  await change()
  const after = await read()
  const told = before.filter(
    (tag, at) => tag !== after[at] || (tag !== null && !/^"v\d+"$/.test(tag)),
  ).length
  return { asked: paths.length, told }
}
