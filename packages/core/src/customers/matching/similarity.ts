/** Longest text that similarities look at; what comes after it does not tell people apart. */
const MOST = 64

const taken = new Uint8Array(MOST)
const matched = new Uint16Array(MOST)

/**
 * Jaro-Winkler similarity from 0 to 1: how many letters two names share near the same place, with
 * credit for a common beginning of up to four (Winkler 1990, prefix scale 0.1).
 */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1
  const a = one.length > other.length ? other : one
  const b = a === one ? other : one
  const short = Math.min(a.length, MOST)
  const long = Math.min(b.length, MOST)
  if (short === 0) return 0
  const reach = Math.max(0, (long >> 1) - 1)
  taken.fill(0, 0, long)
  let common = 0
  for (let at = 0; at < short; at++) {
    const letter = a.charCodeAt(at)
    const last = Math.min(long - 1, at + reach)
    for (let to = Math.max(0, at - reach); to <= last; to++)
      if (taken[to] === 0 && b.charCodeAt(to) === letter) {
        taken[to] = 1
        matched[common++] = letter
        break
      }
  }
  if (common === 0) return 0
  let moved = 0
  for (let to = 0, next = 0; next < common; to++)
    if (taken[to] === 1 && b.charCodeAt(to) !== matched[next++]) moved++
  const jaro = (common / short + common / long + (common - (moved >> 1)) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < short && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

const rows = [new Uint8Array(MOST + 2), new Uint8Array(MOST + 2), new Uint8Array(MOST + 2)]

/**
 * Edits between two texts, a swap of neighbours counting as one (optimal string alignment); no more
 * than `most` are counted, what is farther is `most + 1`.
 */
export function edits(a: string, b: string, most: number): number {
  let width = Math.min(a.length, MOST)
  let height = Math.min(b.length, MOST)
  if (Math.abs(width - height) > most) return most + 1
  let start = 0
  while (start < width && start < height && a.charCodeAt(start) === b.charCodeAt(start)) start++
  while (width > start && height > start && a.charCodeAt(width - 1) === b.charCodeAt(height - 1)) {
    width--
    height--
  }
  return editsBetween(a.slice(start, width), b.slice(start, height), most)
}

/** The same where neither the first nor the last letters agree; only near the diagonal can few edits be. */
function editsBetween(a: string, b: string, most: number): number {
  const far = most + 1
  if (a.length === 0 || b.length === 0) return Math.min(a.length + b.length, far)
  let [before, above, row] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let x = 0; x <= a.length; x++) above[x] = Math.min(x, far)
  for (let y = 1; y <= b.length; y++) {
    const first = Math.max(1, y - most)
    const last = Math.min(a.length, y + most)
    row[first - 1] = first === 1 ? Math.min(y, far) : far
    row[last + 1] = far
    let least = row[first - 1]!
    const letter = b.charCodeAt(y - 1)
    for (let x = first; x <= last; x++) {
      const one = a.charCodeAt(x - 1)
      const straight = above[x - 1]! + (one === letter ? 0 : 1)
      const down = x === y + most ? far : above[x]! + 1
      let cost = Math.min(straight, down, row[x - 1]! + 1, far)
      const swapped =
        x > 1 && y > 1 && a.charCodeAt(x - 2) === letter && one === b.charCodeAt(y - 2)
      if (swapped) cost = Math.min(cost, before[x - 2]! + 1)
      row[x] = cost
      if (cost < least) least = cost
    }
    if (least > most) return far
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(above[a.length]!, far)
}

const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')

/** What share of the words of the shorter text the longer one has too, from 0 to 1; order is no matter. */
export function sharedWords(a: string, b: string): number {
  const [few, many] = [words(a), words(b)].sort((x, y) => x.length - y.length) as [
    string[],
    string[],
  ]
  if (few.length === 0) return 0
  const left = [...many]
  let shared = 0
  for (const word of few) {
    const at = left.findIndex((other) => word === other || nearWords(word, other))
    if (at === -1) continue
    left.splice(at, 1)
    shared++
  }
  return shared / few.length
}

const nearWords = (a: string, b: string): boolean =>
  a.length > 3 && b.length > 3 && edits(a, b, 1) === 1

const PAIRS = 4096
const left = new Uint8Array(PAIRS)
const slotOf = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at - 1), 0x9e37) ^ Math.imul(text.charCodeAt(at), 0x85eb)) &
  (PAIRS - 1)

/** What share of their pairs of neighbouring letters two texts have in common (Dice), from 0 to 1. */
export function sharedPairs(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a === b ? 1 : 0
  let shared = 0
  for (let at = 1; at < a.length; at++) left[slotOf(a, at)]!++
  for (let at = 1; at < b.length; at++) {
    const slot = slotOf(b, at)
    if (left[slot] === 0) continue
    left[slot]!--
    shared++
  }
  for (let at = 1; at < a.length; at++) left[slotOf(a, at)] = 0
  return (2 * shared) / (a.length + b.length - 2)
}
