/** One physical line: its number from 1, and its bytes without the end of line. */
export interface PhysicalLine {
  readonly number: number
  readonly bytes: Uint8Array
  /** True where the line goes on beyond what is held of it. */
  readonly cut?: boolean
}

const NEWLINE = 10
const RETURN = 13
/** Of a longer line only so many bytes are held: no bank's record is longer, and a broken file is one line. */
const LONGEST = 65_536

/** Cut bytes into physical lines, holding no more than one piece and one line's beginning at a time. */
export async function* physicalLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<PhysicalLine> {
  let number = 0
  let held: Uint8Array[] = []
  let length = 0
  const hold = (part: Uint8Array) => {
    if (length <= LONGEST && part.length > 0) held.push(part)
    length += part.length
  }
  const line = (): PhysicalLine => {
    number += 1
    const [only] = held
    const bytes = only && held.length === 1 ? only : joined(held)
    const cut = length > LONGEST
    held = []
    length = 0
    return cut
      ? { number, bytes: bytes.slice(0, LONGEST), cut }
      : { number, bytes: bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes }
  }
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      hold(piece.subarray(from, end))
      yield line()
      from = end + 1
    }
    if (from < piece.length) hold(piece.slice(from))
  }
  if (length > 0) yield line()
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
