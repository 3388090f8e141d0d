/** Where time and chance come from; a test gives its own. */
export interface Ports {
  /** The wall clock, milliseconds since 1970: for expiry and for dates in headers. */
  readonly now: () => number
  /** A clock that only goes forward, in milliseconds: for how long something took. */
  readonly elapsed: () => number
  /** Wait so many milliseconds, or until the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** A number from 0 up to, and not including, 1. */
  readonly random: () => number
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** The clock and the chance of the machine. */
export const systemPorts: Ports = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep,
  random: () => Math.random(),
}
