import type { Instant } from '@crm/core'
import type { Ports } from './session.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Forty-eight bits of time, then eighty of chance: new ids sort by age and cannot be guessed. */
function timeSortedId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now()
  for (let at = 5; at >= 0; at--) {
    bytes[at] = time % 256
    time = Math.floor(time / 256)
  }
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return `${prefix}_${text}${alphabet[(held << (5 - bits)) & 31]}`
}

/** The real clock, and identifiers that nobody can guess. */
export const systemPorts: Ports = {
  now: () => new Date().toISOString() as Instant,
  newId: timeSortedId,
}
