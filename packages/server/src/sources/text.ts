import { type FileEncoding, sourceErrors } from '@crm/core'
import { judgeLine } from './judge-line.ts'
import { type PhysicalLine, physicalLines } from './lines.ts'

/** Byte order marks, the longer ones first: UTF-32's begins as one of UTF-16's does. */
const marks = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
] as const
/** Below this share of the lines that tell, no encoding is the file's. */
const MAJORITY = 0.8

type Open = () => AsyncIterable<Uint8Array>
type Marked = (typeof marks)[number][0]

/** The mark that a file begins with, and how long it is. */
function markOf(
  head: Uint8Array,
): { readonly encoding: Marked; readonly length: number } | undefined {
  const found = marks.find(([, mark]) => mark.every((byte, at) => head[at] === byte))
  return found && { encoding: found[0], length: found[1].length }
}

async function firstBytes(open: Open, count: number): Promise<Uint8Array> {
  const head = new Uint8Array(count)
  let length = 0
  for await (const piece of open()) {
    head.set(piece.subarray(0, count - length), length)
    length = Math.min(count, length + piece.length)
    if (length === count) break
  }
  return head.subarray(0, length)
}

/** UTF-16 without its mark: in plain letters and digits every other byte is nothing. */
function isUnmarkedUtf16(head: Uint8Array): boolean {
  const zeros = head.filter((byte) => byte === 0).length
  return head.length >= 16 && zeros * 4 >= head.length
}

/**
 * Decide the encoding of a whole file: its byte order mark, else what is declared, else what four in
 * five of the lines are that tell. Never line by line: one short name in GBK may well be valid UTF-8.
 *
 * @throws `file.encoding_differs`, `file.encoding_refused`, `file.encoding_ambiguous`
 */
export async function decideEncoding(
  open: Open,
  file: string,
  declared: FileEncoding | undefined,
): Promise<FileEncoding> {
  const head = await firstBytes(open, 1_024)
  const marked = markOf(head)?.encoding
  if (marked === 'utf-32le' || marked === 'utf-32be')
    throw sourceErrors.encodingRefused(file, marked)
  if (marked && declared && marked !== declared)
    throw sourceErrors.encodingDiffers(file, declared, marked)
  if (marked ?? declared) return marked ?? declared ?? 'utf-8'
  if (isUnmarkedUtf16(head)) throw sourceErrors.encodingRefused(file, 'utf-16')
  return byMajority(open, file)
}

async function byMajority(open: Open, file: string): Promise<FileEncoding> {
  const votes = { ascii: 0, 'utf-8': 0, gb18030: 0, neither: 0 }
  for await (const { bytes, cut } of physicalLines(open())) if (!cut) votes[judgeLine(bytes)] += 1
  const telling = votes['utf-8'] + votes.gb18030 + votes.neither
  if (votes['utf-8'] >= telling * MAJORITY) return 'utf-8'
  if (votes.gb18030 >= telling * MAJORITY) return 'gb18030'
  throw sourceErrors.encodingAmbiguous(file, votes['utf-8'], votes.gb18030, votes.neither)
}

/** The lines of a file without its byte order mark; those of UTF-16 become UTF-8. */
export async function* linesOf(open: Open, encoding: FileEncoding): AsyncGenerator<PhysicalLine> {
  const utf16 = encoding === 'utf-16le' || encoding === 'utf-16be'
  for await (const line of physicalLines(utf16 ? asUtf8(open(), encoding) : open())) {
    const mark = line.number === 1 ? markOf(line.bytes) : undefined
    yield mark ? { ...line, bytes: line.bytes.subarray(mark.length) } : line
  }
}

/** Half a pair of UTF-16 becomes the letter for what cannot be read, which no line may hold. */
async function* asUtf8(
  pieces: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  for await (const piece of pieces) yield encoder.encode(decoder.decode(piece, { stream: true }))
  yield encoder.encode(decoder.decode())
}
