import type { ProofLine } from '../line.ts'

/** What a run of the proof was asked for. */
export interface TrustRun {
  /** Nightly volumes instead of those that fit a pull request. */
  readonly full: boolean
  /** Where every random choice begins. */
  readonly seed: number
  /** The folder of shared data, where there is one. */
  readonly data: string | undefined
}

/**
 * One file in `rows/` proves some rows of the threat model and of the reliability plan: its lines begin
 * with the row, as `T09 …`. What no file proves is told as not run.
 */
export interface TrustProof {
  readonly rows: readonly string[]
  readonly run: (asked: TrustRun) => Promise<readonly ProofLine[]>
}
