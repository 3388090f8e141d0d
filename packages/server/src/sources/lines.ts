/** One physical line: its number from 1, and its bytes without the end of line. */
export interface PhysicalLine {
  readonly number: number
  readonly bytes: Uint8Array
  /** True where the line went on beyond what is held of one; the rest was let go. */
  readonly tooLong: boolean
}

const NEWLINE = 10
const RETURN = 13
/** No record of a bank is longer; a file without ends of line must not fill the memory. */
const LONGEST = 1 << 20

/** Cut bytes into physical lines, holding no more than one piece and one line at a time. */
export async function* physicalLines(
  pieces: AsyncIterable<Uint8Array>,
  longest = LONGEST,
): AsyncGenerator<PhysicalLine> {
  let number = 0
  const held = new HeldLine(longest)
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      held.add(piece.subarray(from, end))
      yield held.take(++number)
      from = end + 1
    }
    held.add(piece.subarray(from))
  }
  if (!held.empty) yield held.take(++number)
}

/** The pieces of the line that is being read, put together once it has ended. */
class HeldLine {
  readonly #longest: number
  #parts: Uint8Array[] = []
  #length = 0
  #tooLong = false

  constructor(longest: number) {
    this.#longest = longest
  }

  get empty(): boolean {
    return this.#length === 0 && !this.#tooLong
  }

  add(part: Uint8Array): void {
    const fitting = part.subarray(0, this.#longest - this.#length)
    if (fitting.length < part.length) this.#tooLong = true
    if (fitting.length === 0) return
    this.#parts.push(fitting)
    this.#length += fitting.length
  }

  take(number: number): PhysicalLine {
    const bytes = trimmed(this.#parts.length === 1 ? this.#parts[0]! : this.#joined())
    const tooLong = this.#tooLong
    this.#parts = []
    this.#length = 0
    this.#tooLong = false
    return { number, bytes, tooLong }
  }

  #joined(): Uint8Array {
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }
}

const trimmed = (bytes: Uint8Array): Uint8Array =>
  bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes
