import { kitErrors } from '@crm/core'

/** One at a time, first come first served. */
export interface Turns {
  /**
   * Wait for a turn; the answer ends it.
   *
   * @throws `store.unavailable` when the wait was longer than so many milliseconds
   */
  take(patience: number): Promise<() => void>
}

/** Make a queue that one is served from at a time. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let taken = false

  const once = () => {
    let over = false
    return () => {
      if (over) return
      over = true
      const next = waiting.shift()
      if (next) next()
      else taken = false
    }
  }

  return {
    take(patience) {
      if (!taken) {
        taken = true
        return Promise.resolve(once())
      }
      return new Promise((resolve, reject) => {
        const serve = () => {
          clearTimeout(timer)
          resolve(once())
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(serve), 1)
          reject(kitErrors.storeUnavailable(`no connection came free in ${patience} ms`))
        }, patience)
        waiting.push(serve)
      })
    },
  }
}
