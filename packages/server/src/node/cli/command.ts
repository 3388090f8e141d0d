import type { ParseArgsConfig } from 'node:util'

/** What a command says: lines for people, or one JSON object a line. */
export interface Telling {
  /** A fact, by name; for people it is a sentence. */
  readonly tell: (fact: Readonly<Record<string, unknown>>, sentence: string) => void
  readonly locale: 'zh-CN' | 'en'
}

/** One command of the program. */
export interface Command {
  readonly summary: { readonly zh: string; readonly en: string }
  /** What to write behind its name, one way a line. */
  readonly usage: readonly string[]
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** @returns 0 when all is well, 1 when something is not, 2 when it was called wrongly */
  readonly run: (
    values: Readonly<Record<string, string | boolean | undefined>>,
    say: Telling,
    words: readonly string[],
  ) => Promise<number>
}
