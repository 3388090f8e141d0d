/** Tells how far a long job is: one line that rewrites itself on a screen, a line a step in a log. */
export interface Progress {
  /** Say what is being done now. */
  readonly say: (text: string) => void
  /** Say that the job is done, with how long it took. */
  readonly done: (text: string) => void
}

/** A progress line on standard output. */
export function progressLine(): Progress {
  const started = performance.now()
  const onScreen = process.stdout.isTTY === true
  let last = ''
  let lastAt = Number.NEGATIVE_INFINITY
  const write = (text: string, end: string) =>
    process.stdout.write(onScreen ? `\r\x1b[2K  ${text}${end}` : `  ${text}\n`)
  return {
    say(text) {
      const now = performance.now()
      // In a log every step once, and long steps every two seconds; on a screen ten times a second.
      if (text === last || now - lastAt < (onScreen ? 100 : 2_000)) return
      last = text
      lastAt = now
      write(text, '')
    },
    done(text) {
      const seconds = (performance.now() - started) / 1_000
      write(seconds < 0.5 ? text : `${text} (${seconds.toFixed(1)} s)`, '\n')
    },
  }
}
