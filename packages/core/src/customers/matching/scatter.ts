/**
 * Numbers that look drawn by lot and are the same every time: the n-th of a row from 0 to below 1
 * (the finalizer of MurmurHash3). Samples need no true chance, but a result that can be repeated.
 */
export function scattered(n: number, row = 0): number {
  let hash = Math.imul(n ^ Math.imul(row + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296
}
