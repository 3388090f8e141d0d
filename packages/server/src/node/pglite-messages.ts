import type { Refusal } from '../kit/store/sql-error.ts'

/** What the worker is told when it is made. */
export interface WorkerStart {
  /** Where the data lives; nothing means in memory. */
  readonly folder: string | undefined
  /** What an earlier store gave as its image, to begin with. */
  readonly image: Uint8Array | undefined
  /** PGlite's program, compiled once for all workers of this process. */
  readonly program: WebAssembly.Module | undefined
}

/** What the worker is asked. */
export type Ask =
  | {
      readonly kind: 'query'
      readonly sql: string
      readonly parameters: readonly (string | null)[]
    }
  | { readonly kind: 'image' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'close' }

/** The rows of a statement and how many it touched. */
export interface Answer {
  readonly rows: readonly unknown[]
  readonly rowCount: number
  readonly command: string
}

/** A whole store at one moment, with what is in it. */
export interface Snapshot {
  readonly image: Uint8Array
  readonly engineVersion: string
  readonly schema: readonly string[]
  readonly rowCounts: Readonly<Record<string, number>>
  readonly auditHeads: Readonly<Record<string, { readonly n: number; readonly seal: string }>>
}

/** What the worker says: that it is open, or the answer to one asking. */
export type Told =
  | { readonly kind: 'open' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** `id` 0: the store did not open. `fatal`: nothing more can be asked of this worker. */
  | {
      readonly kind: 'refusal'
      readonly id: number
      readonly refusal: Refusal
      readonly nature: 'statement' | 'value' | 'fatal'
    }
