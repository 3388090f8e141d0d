/** What a line's bytes are: nothing beyond ASCII, one of two encodings, or text in neither. */
export type Judgement = 'ascii' | 'utf-8' | 'gb18030' | 'neither'

const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
}

function decodeAs(encoding: 'utf-8' | 'gb18030', bytes: Uint8Array): string | undefined {
  try {
    return decoders[encoding].decode(bytes)
  } catch {
    return undefined
  }
}

/** The 3,755 letters of GB 2312's first level: what nearly all of a Chinese text is written with. */
let everyday: Set<string> | undefined
function isEveryday(letter: string): boolean {
  everyday ??= new Set(
    Array.from({ length: 0xd8 - 0xb0 }, (_, row) =>
      Array.from({ length: 94 }, (_, cell) =>
        decodeAs('gb18030', Uint8Array.of(0xb0 + row, 0xa1 + cell)),
      ),
    )
      .flat()
      .filter((letter) => letter !== undefined),
  )
  return everyday.has(letter)
}
/** Marks that stand in Chinese text: its own punctuation, full-width letters, quotes and dashes. */
const mark = /[\u3000-\u303f\uff00-\uffef\u2010-\u2027\u00b7\u00a5\u00d7]/u

/** The share of the letters beyond ASCII that Chinese text is usually written with. */
function plainness(text: string): number {
  let letters = 0
  let usual = 0
  for (const letter of text) {
    if ((letter.codePointAt(0) ?? 0) < 128) continue
    letters += 1
    if (isEveryday(letter) || mark.test(letter)) usual += 1
  }
  return letters === 0 ? 1 : usual / letters
}

/** Latin beside plain Latin (José), or three letters of one script in a row (Иван). */
const foreignWord =
  /[A-Za-z]\p{Script=Latin}|\p{Script=Latin}[A-Za-z]|\p{Script=Cyrillic}{3}|\p{Script=Greek}{3}|\p{Script=Arabic}{3}|\p{Script=Hebrew}{3}/u

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 128) return false
  return true
}

/** Is this well-formed UTF-8? Most lines in GBK are found out by their first letter. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) continue
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
    if (lead < 0xc2 || lead > 0xf4) return false
    for (let next = 1; next <= more; next += 1)
      if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return false
    at += more
  }
  return true
}

/**
 * What this line is most likely written in. Some short names in GBK are valid UTF-8, and much of UTF-8 is
 * valid GBK; of the two readings the one in everyday letters is right.
 */
export function judgeLine(bytes: Uint8Array): Judgement {
  if (isAscii(bytes)) return 'ascii'
  const asUtf8 = isUtf8(bytes) ? decodeAs('utf-8', bytes) : undefined
  // Two bytes a letter make no Chinese in UTF-8, so the line is Chinese in GBK or a word of another script.
  const holdsChinese = asUtf8 !== undefined && /[\u0800-\u{10ffff}]/u.test(asUtf8)
  const plainUtf8 = holdsChinese ? plainness(asUtf8) : 0
  if (plainUtf8 >= 0.7) return 'utf-8'
  const asGb = decodeAs('gb18030', bytes)
  const plainGb = asGb === undefined ? 0 : plainness(asGb)
  if (asUtf8 === undefined) return plainGb >= 0.3 ? 'gb18030' : 'neither'
  if (!holdsChinese) return plainGb >= 0.5 && !foreignWord.test(asUtf8) ? 'gb18030' : 'utf-8'
  return plainGb >= 0.6 && plainGb > plainUtf8 + 0.3 ? 'gb18030' : 'utf-8'
}

/** Traces of letters that were lost before the file was written. */
const lost = /\ufffd|锟斤拷|\u00ef\u00bf\u00bd/u

/** Was something of this text lost on its way, or never text? */
export const isLost = (text: string): boolean => text.includes('\0') || lost.test(text)

/** Is a line, in a file of this encoding, written in another? */
export function isMisplaced(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): boolean {
  // In a file in GBK a line is looked at twice only when all of it is well-formed UTF-8, which is rare.
  if (encoding === 'gb18030' && !isUtf8(bytes)) return false
  const judged = judgeLine(bytes)
  return judged !== 'ascii' && judged !== encoding
}
