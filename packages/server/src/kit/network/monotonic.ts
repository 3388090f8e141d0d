/** Milliseconds that only ever go on, from no particular start: for durations, never for dates. */
export type Monotonic = () => number

/** The machine's own; setting its clock does not move it. */
export const monotonic: Monotonic = () => performance.now()

/** A clock that stands still where another would go back, so that no wait is ever cut short. */
export function neverBack(clock: Monotonic): Monotonic {
  let latest = Number.NEGATIVE_INFINITY
  return () => {
    latest = Math.max(latest, clock())
    return latest
  }
}

/** Whole seconds to wait, one at least: for `Retry-After`. */
export const secondsUntil = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / 1_000))
