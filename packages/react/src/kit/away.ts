import { useSyncExternalStore } from 'react'
import { useSurroundings } from './crm-provider.tsx'

/** When a screen that nobody looks at is covered, in milliseconds. */
export interface CoverAfter {
  /** After the window was left; a minute unless told otherwise. */
  readonly blurredMs?: number
  /** After the last key or touch; a quarter of an hour unless told otherwise. */
  readonly idleMs?: number
}

/** Whether anybody still sits at the screen. */
export interface Watch {
  readonly isAway: () => boolean
  readonly subscribe: (told: () => void) => () => void
  /** Somebody says that they are here again. */
  readonly back: () => void
  /** Begin to watch the window. Call the answer to stop. */
  readonly start: () => () => void
}

const signs = ['pointerdown', 'keydown', 'wheel'] as const

/** Watches a window: left for a minute, untouched for long, or put aside by the browser. */
export function watchScreen({ blurredMs = 60_000, idleMs = 900_000 }: CoverAfter = {}): Watch {
  const listeners = new Set<() => void>()
  let away = false
  const set = (next: boolean) => {
    if (away === next) return
    away = next
    for (const told of listeners) told()
  }
  return {
    isAway: () => away,
    subscribe(told) {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
    back: () => set(false),
    start() {
      let left: ReturnType<typeof setTimeout> | undefined
      let idle = setTimeout(() => set(true), idleMs)
      const cover = () => set(true)
      const leave = () => {
        left ??= setTimeout(cover, blurredMs)
      }
      const come = () => {
        clearTimeout(left)
        left = undefined
      }
      const move = () => {
        clearTimeout(idle)
        idle = setTimeout(cover, idleMs)
      }
      const turn = () => (document.visibilityState === 'hidden' ? leave() : come())
      window.addEventListener('blur', leave)
      window.addEventListener('focus', come)
      // A page put aside whole comes back whole: what it showed must be off it before.
      window.addEventListener('pagehide', cover)
      document.addEventListener('visibilitychange', turn)
      for (const sign of signs) window.addEventListener(sign, move, { passive: true })
      return () => {
        clearTimeout(left)
        clearTimeout(idle)
        window.removeEventListener('blur', leave)
        window.removeEventListener('focus', come)
        window.removeEventListener('pagehide', cover)
        document.removeEventListener('visibilitychange', turn)
        for (const sign of signs) window.removeEventListener(sign, move)
      }
    },
  }
}

/** True while nobody sits at the screen; false on a server. */
export function useAway(): boolean {
  const { watch } = useSurroundings()
  return useSyncExternalStore(watch.subscribe, watch.isAway, () => false)
}
