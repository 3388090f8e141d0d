import type { FileEncoding } from '@crm/core'

/** One physical line: its number from 1, and its bytes without the end of line. */
export interface PhysicalLine {
  readonly number: number
  readonly bytes: Uint8Array
}

const NEWLINE = 10
const RETURN = 13

/** Cut bytes into physical lines, holding no more than one piece and one line at a time. */
export async function* physicalLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<PhysicalLine> {
  let number = 0
  let held: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      const part = piece.subarray(from, end)
      yield { number: ++number, bytes: trimmed(held.length > 0 ? joined(held, part) : part) }
      held = new Uint8Array(0)
      from = end + 1
    }
    if (from < piece.length) held = joined(held, piece.subarray(from))
  }
  if (held.length > 0) yield { number: ++number, bytes: trimmed(held) }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}

const trimmed = (bytes: Uint8Array): Uint8Array =>
  bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes

const fits = (bytes: Uint8Array, encoding: FileEncoding): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * Decide the encoding of a whole file: what is declared, else the byte order mark, else what most of
 * its lines beyond ASCII are. Never line by line: one short name in GBK may well be valid UTF-8.
 */
export async function decideEncoding(
  lines: AsyncIterable<PhysicalLine>,
  declared: FileEncoding | undefined,
): Promise<FileEncoding> {
  if (declared) return declared
  let utf8 = 0
  let other = 0
  for await (const { number, bytes } of lines) {
    if (number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
    if (bytes.every((byte) => byte < 128)) continue
    if (fits(bytes, 'utf-8')) utf8 += 1
    else other += 1
  }
  return other > utf8 ? 'gb18030' : 'utf-8'
}
