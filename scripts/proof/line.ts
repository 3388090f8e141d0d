/** One line of a proof. */
export interface ProofLine {
  readonly line: string
  readonly figure: number | string
  readonly unit: string
  readonly limit: string
  readonly verdict: 'pass' | 'short' | 'not run'
  /** True where the figure is a time of this machine: it tells, and a slow machine fails nothing. */
  readonly timing?: boolean
}

/** A figure held to a limit; whether it holds is for the caller to say. */
export const held = (
  line: string,
  figure: number | string,
  unit: string,
  limit: string,
  holds: boolean,
): ProofLine => ({ line, figure, unit, limit, verdict: holds ? 'pass' : 'short' })

/** Something that must not happen at all. */
export const zero = (line: string, figure: number, unit: string): ProofLine =>
  held(line, figure, unit, '= 0', figure === 0)

/** A count that must be whole: all of so many. */
export const all = (line: string, figure: number, of: number): ProofLine =>
  held(line, figure, `of ${of}`, `= ${of}`, figure === of && of > 0)

/** A figure that may not be passed. */
export const atMost = (line: string, figure: number, most: number, unit: string): ProofLine =>
  held(line, figure, unit, `<= ${most}`, figure <= most)

/** A figure that must be reached. */
export const atLeast = (line: string, figure: number, least: number, unit: string): ProofLine =>
  held(line, figure, unit, `>= ${least}`, figure >= least)

/** The same line as a time of this machine. */
export const timing = (line: ProofLine): ProofLine => ({ ...line, timing: true })

/** A figure that has to equal what was worked out independently. */
export const equal = (
  line: string,
  figure: number | string,
  wanted: number | string,
  unit: string,
): ProofLine => held(line, figure, unit, `= ${wanted}`, figure === wanted)

/** A figure to know, without a limit: a peer's, or a circumstance. */
export const known = (line: string, figure: number | string, unit: string): ProofLine =>
  held(line, figure, unit, '', true)

/** A line that could not be run here. */
export const notRun = (line: string, why: string): ProofLine => ({
  line,
  figure: 0,
  unit: '',
  limit: why,
  verdict: 'not run',
})
