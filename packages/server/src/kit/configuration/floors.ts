/** A package whose versions before `floor` have a published weakness. */
export interface Floor {
  readonly name: string
  /** The first version without it. */
  readonly floor: string
  /** Where it was published. */
  readonly advisory: string
}

/** When this list was looked through; a clock before that day is wrong. */
export const floorsAsOf = '2026-11-25'

/** What the server runs on. Looked through at each release; `SECURITY.md` says how soon otherwise. */
export const floors: readonly Floor[] = [
  { name: 'hono', floor: '4.12.25', advisory: 'CVE-2026-54290' },
  { name: '@hono/node-server', floor: '1.19.15', advisory: 'GHSA-frvp-7c67-39w9' },
  { name: 'jose', floor: '4.15.5', advisory: 'CVE-2024-28176' },
  { name: 'kysely', floor: '0.28.17', advisory: 'CVE-2026-44635' },
  { name: 'pg', floor: '7.1.2', advisory: 'CVE-2017-16082' },
  { name: 'zod', floor: '3.22.3', advisory: 'CVE-2023-4316' },
]

/** The oldest Node that the packages run on. */
export const oldestNode = '22.12.0'

/** When each line of Node ends, as its release schedule says; a line that is not here has ended. */
export const nodeEnds: Readonly<Record<number, string>> = {
  22: '2027-04-30',
  24: '2028-04-30',
  26: '2029-04-30',
}

const numbers = (version: string): readonly number[] =>
  version.replace(/^v/, '').split(/[-+]/)[0]!.split('.').map(Number)

/** Is a version before another? A preview counts as what it is a preview of. */
export function isBefore(version: string, floor: string): boolean {
  const [mine, least] = [numbers(version), numbers(floor)]
  for (const [at, number] of least.entries()) {
    const own = mine[at] ?? 0
    if (own !== number) return own < number
  }
  return false
}
