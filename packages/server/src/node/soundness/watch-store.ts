import type { Soundness } from '../../kit/store/soundness.ts'
import { checkStore, type StoreCheck } from './check-store.ts'

/** How a store is looked through by itself. */
export interface StoreWatch extends StoreCheck {
  /** The same that the server was given. */
  readonly soundness: Soundness
  /** 1,440 unless told otherwise: every night, if it is started at night. */
  readonly everyMinutes?: number
  /** A look that could not be had is tried again at the next turn; somebody should hear of it. */
  readonly onFault?: (error: unknown) => void
}

/** Look the store through at once and then every so many minutes, until stopped or damage was found. */
export function watchStore(watch: StoreWatch): { readonly stop: () => Promise<void> } {
  const { soundness, everyMinutes = 1_440, onFault = () => undefined } = watch
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const turn = async () => {
    await checkStore(watch)
      .then((damage) => damage && soundness.report(damage))
      .catch(onFault)
    if (stopped || soundness.damage) return
    timer = setTimeout(() => {
      running = turn()
    }, everyMinutes * 60_000)
    timer.unref()
  }
  let running = turn()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
