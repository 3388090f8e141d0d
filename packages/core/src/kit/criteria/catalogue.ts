import type { Bilingual } from '../contract.ts'
import type { LocalDate } from '../dates.ts'
import type { Fen } from '../money.ts'

interface Described {
  /** Whose field it is, as policies name it: `customer`, `facts`. */
  readonly resource: string
  readonly field: string
  readonly words: Bilingual
  /** True where no record leaves it out. */
  readonly always?: boolean
}

/** One field that criteria may mention, and what it holds. */
export type FieldSpec =
  | (Described & {
      readonly type: 'choice' | 'set'
      /** Up to 31. */
      readonly choices: readonly string[]
      readonly choiceWords?: Readonly<Record<string, Bilingual>>
    })
  | (Described & { readonly type: 'text' | 'number' | 'fen' | 'day' | 'flag' })

/** What criteria may mention, by name. */
export type Catalogue = Readonly<Record<string, FieldSpec>>

/** State a catalogue, keeping the names and types of its fields. */
export const defineCatalogue = <const C extends Catalogue>(catalogue: C): C => catalogue

/** The value a field holds when it is known. */
export type ValueOf<F extends FieldSpec> = F extends {
  readonly type: 'choice'
  readonly choices: readonly (infer Choice extends string)[]
}
  ? Choice
  : F extends { readonly type: 'set'; readonly choices: readonly (infer Choice extends string)[] }
    ? readonly Choice[]
    : F extends { readonly type: 'fen' }
      ? Fen
      : F extends { readonly type: 'number' }
        ? number
        : F extends { readonly type: 'day' }
          ? LocalDate
          : F extends { readonly type: 'flag' }
            ? boolean
            : string

/** A record that criteria over a catalogue are asked of; what is unknown is absent. */
export type RecordOf<C extends Catalogue> = {
  readonly [K in keyof C as C[K] extends { readonly always: true } ? K : never]: ValueOf<C[K]>
} & {
  readonly [K in keyof C as C[K] extends { readonly always: true } ? never : K]?:
    | ValueOf<C[K]>
    | undefined
}
