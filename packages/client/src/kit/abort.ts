/** A signal that fires with the first of several, or when told to. */
export interface Link {
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
  /** Let go of the signals it listens to. */
  readonly release: () => void
}

/**
 * Join signals into one that aborts with the reason that `reasonOf` gives. By hand, because
 * `AbortSignal.any` is missing from browsers that counters still run (Chrome before 116).
 */
export function link(
  signals: readonly (AbortSignal | undefined)[],
  reasonOf: (cause: unknown) => unknown,
): Link {
  const controller = new AbortController()
  const releases: (() => void)[] = []
  const release = () => {
    for (const letGo of releases.splice(0)) letGo()
  }
  for (const signal of signals) {
    if (!signal) continue
    const fire = () => controller.abort(reasonOf(signal.reason))
    if (signal.aborted) fire()
    signal.addEventListener('abort', fire, { once: true })
    releases.push(() => signal.removeEventListener('abort', fire))
  }
  return { signal: controller.signal, abort: (reason) => controller.abort(reason), release }
}

/** The outcome of some work, or the signal's reason as soon as it aborts. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
