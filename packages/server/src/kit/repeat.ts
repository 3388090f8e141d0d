/** Something that goes on by itself, until it is stopped. */
export interface Repeated {
  /** Resolves when the round that is under way has ended; there is none after it. */
  readonly stop: () => Promise<void>
}

/** How something is repeated. */
export interface RepeatOptions {
  /** Milliseconds from the end of a round to the next. */
  readonly everyMs: number
  /** Told of a round that failed; the next one comes all the same. */
  readonly onFault: (error: unknown) => void
  /** True lets a process end that waits for nothing but the next round. */
  readonly inBackground?: boolean
}

/**
 * Do a round now and then again and again, never two at a time. The wait is a duration: setting the
 * machine's clock neither skips a round nor makes one more.
 */
export function repeat(
  round: () => Promise<unknown>,
  { everyMs, onFault, inBackground = false }: RepeatOptions,
): Repeated {
  let stopped = false
  let wake: () => void = () => undefined
  const run = async () => {
    while (!stopped) {
      await round().catch(onFault)
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timer: { unref?: () => void } & ReturnType<typeof setTimeout> = setTimeout(
          resolve,
          everyMs,
        )
        if (inBackground) timer.unref?.()
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = run()
  return {
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}
