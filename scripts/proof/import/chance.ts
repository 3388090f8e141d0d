/** A dice that falls the same in every run. */
export function chanceFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return {
    next,
    below: (most: number) => Math.floor(next() * most),
    of: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
    shuffled<T>(items: readonly T[]): T[] {
      const all = [...items]
      for (let at = all.length - 1; at > 0; at -= 1) {
        const other = Math.floor(next() * (at + 1))
        const held = all[at] as T
        all[at] = all[other] as T
        all[other] = held
      }
      return all
    },
  }
}
