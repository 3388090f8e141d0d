import { type FileEncoding, RowRefused } from '@crm/core'
import type { PhysicalLine } from './lines.ts'

/** How a file is to be read: decided once, for all of its lines. */
export interface FileScript {
  readonly encoding: FileEncoding
  /** True where most lines beyond ASCII hold Chinese characters. */
  readonly chinese: boolean
}

/** What bytes look like when they are read as UTF-8. */
type Utf8Look = 'ascii' | 'chinese' | 'letters' | 'pairs' | 'broken'

/**
 * Look at bytes as UTF-8. `chinese`: all beyond ASCII is Chinese characters and their punctuation.
 * `pairs`: letters of two bytes only, and each two of them could as well be a character of GB2312.
 */
export function lookAsUtf8(bytes: Uint8Array): Utf8Look {
  let chinese = 0
  let others = 0
  let oddPairs = 0
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!
    if (lead < 0x80) {
      at += 1
      continue
    }
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    if (lead < 0xc2 || lead > 0xf4 || !isContinued(bytes, at, length)) return 'broken'
    if (length > 2 && isChinese(bytes, at)) chinese += 1
    else others += 1
    if (length > 2 || bytes[at + 1]! < 0xa1) oddPairs += 1
    at += length
  }
  if (chinese > 0) return others === 0 ? 'chinese' : 'letters'
  if (others === 0) return 'ascii'
  return oddPairs === 0 && others % 2 === 0 ? 'pairs' : 'letters'
}

function isContinued(bytes: Uint8Array, at: number, length: number): boolean {
  for (let next = at + 1; next < at + length; next++)
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false
  // Overlong forms, halves of surrogate pairs, and what lies beyond Unicode.
  const [lead, second] = [bytes[at]!, bytes[at + 1]!]
  if (lead === 0xe0 || lead === 0xf0) return second >= (lead === 0xe0 ? 0xa0 : 0x90)
  if (lead === 0xed || lead === 0xf4) return second < (lead === 0xed ? 0xa0 : 0x90)
  return true
}

/** U+3000–U+9FFF, full-width forms, and the characters of the supplementary planes. */
function isChinese(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at]!
  if (lead >= 0xe3 && lead <= 0xe9) return true
  if (lead === 0xef) return bytes[at + 1] === 0xbc || bytes[at + 1] === 0xbd
  return lead === 0xf0 && bytes[at + 1]! >= 0xa0
}

/**
 * Decide how a whole file is read: what is declared, else the byte order mark, else what most of its
 * lines beyond ASCII are. Never line by line: one short name in GBK may well be valid UTF-8.
 */
export async function decideScript(
  lines: AsyncIterable<PhysicalLine>,
  declared: FileEncoding | undefined,
): Promise<FileScript> {
  if (declared === 'gb18030') return { encoding: declared, chinese: true }
  const seen = { ascii: 0, chinese: 0, letters: 0, pairs: 0, broken: 0 }
  let marked = false
  for await (const { number, bytes } of lines) {
    if (number === 1) marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    seen[lookAsUtf8(bytes)] += 1
  }
  const utf8 = seen.chinese + seen.letters + seen.pairs
  const encoding = declared ?? (marked || seen.broken <= utf8 ? 'utf-8' : 'gb18030')
  // A line of Chinese may hold other letters too; only files that hold next to none are not Chinese.
  return { encoding, chinese: seen.chinese > seen.letters + seen.pairs }
}

/**
 * Decodes the lines of one file; a line that is not in the file's encoding is refused, also where
 * its bytes would happen to mean something. In a file of GB18030 that is a line which is flawless
 * Chinese as UTF-8; in a Chinese file of UTF-8, a line of stray letters which is flawless GB2312.
 */
export class LineDecoder {
  readonly #script: FileScript
  readonly #decoder: TextDecoder

  constructor(script: FileScript) {
    this.#script = script
    this.#decoder = new TextDecoder(script.encoding, { fatal: true })
  }

  /** @throws RowRefused `row.bad_bytes` */
  decode(bytes: Uint8Array): string {
    const look = lookAsUtf8(bytes)
    const { encoding, chinese } = this.#script
    const foreign = encoding === 'gb18030' ? look === 'chinese' : chinese && look === 'pairs'
    if (foreign) throw new RowRefused('row.bad_bytes')
    try {
      const text = this.#decoder.decode(bytes)
      if (!text.includes('\0')) return text
    } catch {
      // Told below, as for the others.
    }
    throw new RowRefused('row.bad_bytes')
  }
}
