/** One line of a proof. */
export interface ProofLine {
  readonly line: string
  readonly figure: number | string
  readonly unit: string
  readonly limit: string
  readonly verdict: 'pass' | 'short' | 'not run'
}

/** A figure that has to equal what was worked out independently. */
export const equal = (
  line: string,
  figure: number | string,
  wanted: number | string,
  unit: string,
): ProofLine => ({
  line,
  figure,
  unit,
  limit: `= ${wanted}`,
  verdict: figure === wanted ? 'pass' : 'short',
})

/** A figure to know, without a limit: a peer's, or a circumstance. */
export const known = (line: string, figure: number | string, unit: string): ProofLine => ({
  line,
  figure,
  unit,
  limit: '',
  verdict: 'pass',
})

/** A line that could not be run here. */
export const notRun = (line: string, why: string): ProofLine => ({
  line,
  figure: 0,
  unit: '',
  limit: why,
  verdict: 'not run',
})
