import type { ProbeName } from './probes.ts'

/** The same in both languages. */
export interface Words {
  readonly zh: string
  readonly en: string
}

interface Asked {
  /** The text that asks, with its year, and where in it. */
  readonly clause: string
  readonly asks: Words
}

/**
 * One clause of a standard and what it rests on here. `live`: the program looks at this very
 * installation. `capability`: the product does it, and a command of the project proves that, but not
 * that this bank uses it so. `manual`: only people can see it.
 */
export type Clause = Asked &
  (
    | { readonly basis: 'live'; readonly probes: readonly ProbeName[] }
    | { readonly basis: 'capability'; readonly proof: string }
    | { readonly basis: 'manual'; readonly look: Words }
  )

/** A list of clauses, as of a day. */
export interface Template {
  readonly name: string
  readonly title: Words
  /** When the list was last held against its sources. */
  readonly asOf: string
  readonly clauses: readonly Clause[]
}

/** A clause that this installation is looked at for. */
export const live = (clause: string, zh: string, en: string, ...probes: ProbeName[]): Clause => ({
  clause,
  asks: { zh, en },
  basis: 'live',
  probes,
})

/** A clause that the product can do, with the rows of the proof that show it. */
export const capability = (clause: string, zh: string, en: string, rows: string): Clause => ({
  clause,
  asks: { zh, en },
  basis: 'capability',
  proof: `pnpm proof trust --only ${rows}`,
})

/** A clause that people have to look at, and where. */
export const manual = (clause: string, zh: string, en: string, look: Words): Clause => ({
  clause,
  asks: { zh, en },
  basis: 'manual',
  look,
})
