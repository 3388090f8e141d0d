import { sha256 } from './sha256.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const LETTERS = 20

/**
 * The same parts give the same id, on every machine and in every run: what a source delivers twice
 * is one row. A hundred bits of SHA-256, in letters.
 */
export async function stableId(prefix: string, ...parts: readonly string[]): Promise<string> {
  return `${prefix}_${lettersOf(sha256(parts.join('|')))}`
}

function lettersOf(bytes: Uint8Array): string {
  let letters = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5 && letters.length < LETTERS) {
      bits -= 5
      letters += alphabet[(held >> bits) & 31]
    }
  }
  return letters
}
