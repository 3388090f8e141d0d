/** What a document is made of, piece by piece. */
export type XmlPiece =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: ReadonlyMap<string, string>
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string }

/** Why a document is not read: what is wrong with it, or what of XML is never read here. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused'
}

const DEEPEST = 64
const LONGEST_TAG = 16_384
const LONGEST_TEXT = 65_536
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const nameOf = /^[\p{L}_][\p{L}\p{N}_.:-]{0,127}$/u
const attribute = /\s+([^\s=]{1,128})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy

const refuse = (why: string): never => {
  throw new XmlRefused(why)
}

/** A text with its references read. Those that a document defines itself are never read. */
function plain(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&([^;]{0,32})(;?)/gu, (_, name: string, end: string) => {
    if (end === '') refuse('a reference that does not end')
    if (!name.startsWith('#')) return named[name] ?? refuse(`the entity ${name}`)
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isText = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff)
    if (!isText || (code >= 0xd800 && code < 0xe000)) refuse(`the letter ${name}`)
    return String.fromCodePoint(code)
  })
}

function tag(body: string): { name: string; attributes: Map<string, string> } {
  const end = body.search(/\s/u)
  const name = end === -1 ? body : body.slice(0, end)
  if (!nameOf.test(name)) refuse('a tag without a name')
  const attributes = new Map<string, string>()
  attribute.lastIndex = name.length
  let at = name.length
  for (let found = attribute.exec(body); found; found = attribute.exec(body)) {
    const [whole, key = '', double, single] = found
    if (!nameOf.test(key) || attributes.has(key)) refuse(`the attribute ${key}`)
    attributes.set(key, plain(double ?? single ?? ''))
    at += whole.length
  }
  if (body.slice(at).trim() !== '') refuse(`the tag ${name}`)
  return { name, attributes }
}

/**
 * Read a document as a stream, holding one tag or one text at a time. Document types, entities of its own
 * and instructions are refused, so nothing in it expands, and nothing outside of it is ever asked for.
 *
 * @throws XmlRefused
 */
export async function* readXml(pieces: AsyncIterable<string>): AsyncGenerator<XmlPiece> {
  const open: string[] = []
  let held = ''
  let isRootOver = false
  let text = ''

  const told = function* (): Generator<XmlPiece> {
    const said = text
    text = ''
    if (open.length > 0) yield { kind: 'text', text: plain(said) }
    else if (said.replace(/^\ufeff/u, '').trim() !== '') refuse('text outside of the document')
  }
  const add = (more: string) => {
    text += more
    if (text.length > LONGEST_TEXT) refuse('a text that is too long')
  }
  /** One markup from the front of what is held; nothing where more of it has to come. */
  const markup = function* (): Generator<XmlPiece, boolean> {
    if (held.startsWith('<!--')) return skip('-->', LONGEST_TAG)
    if (held.startsWith('<![CDATA[')) {
      const end = held.indexOf(']]>')
      if (end === -1) return held.length > LONGEST_TEXT ? refuse('a text that is too long') : false
      if (open.length === 0) refuse('text outside of the document')
      yield* told()
      yield { kind: 'text', text: held.slice(9, end) }
      held = held.slice(end + 3)
      return true
    }
    if (held.length < 9 && ('<!--'.startsWith(held) || '<![CDATA['.startsWith(held))) return false
    if (held.startsWith('<!')) refuse('a document type')
    if (held.startsWith('<?')) {
      if (!/^<\?(x(m(l(\s|$)|$)|$)|$)/u.test(held) || open.length > 0 || isRootOver)
        refuse('an instruction')
      return skip('?>', 1_024)
    }
    const end = closing(held)
    if (end === -1) return held.length > LONGEST_TAG ? refuse('a tag that is too long') : false
    yield* told()
    yield* element(held.slice(1, end))
    held = held.slice(end + 1)
    return true
  }
  const skip = (end: string, most: number): boolean => {
    const at = held.indexOf(end)
    if (at === -1) return held.length > most ? refuse('a comment that is too long') : false
    held = held.slice(at + end.length)
    return true
  }
  const element = function* (body: string): Generator<XmlPiece> {
    if (body.startsWith('/')) {
      const name = body.slice(1).trimEnd()
      if (open.pop() !== name) refuse(`</${name.slice(0, 60)}>`)
      isRootOver = open.length === 0
      yield { kind: 'close', name }
      return
    }
    if (isRootOver) refuse('a second document')
    const isEmpty = body.endsWith('/')
    const { name, attributes } = tag(isEmpty ? body.slice(0, -1) : body)
    yield { kind: 'open', name, attributes }
    if (isEmpty) {
      isRootOver = open.length === 0
      yield { kind: 'close', name }
    } else if (open.push(name) > DEEPEST) refuse('elements too deep in one another')
  }

  for await (const piece of pieces) {
    held += piece
    for (;;) {
      const start = held.indexOf('<')
      if (start !== 0) {
        add(start === -1 ? held : held.slice(0, start))
        held = start === -1 ? '' : held.slice(start)
      }
      if (held === '' || !(yield* markup())) break
    }
  }
  yield* told()
  if (held !== '' || open.length > 0 || !isRootOver) refuse('a document that does not end')
}

/** Where a tag ends: a `>` in an attribute does not end it. */
function closing(held: string): number {
  let quote = ''
  for (let at = 1; at < held.length; at += 1) {
    const letter = held[at] as string
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '>') return at
    else if (letter === '<') return refuse('a tag in a tag')
  }
  return -1
}

/** An element with all in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

const MOST_CHILDREN = 20_000

/** The element that has just been opened, with all in it. @throws XmlRefused */
export async function wholeElement(
  { name, attributes }: Extract<XmlPiece, { kind: 'open' }>,
  pieces: AsyncIterator<XmlPiece>,
): Promise<XmlElement> {
  interface Growing extends XmlElement {
    readonly children: Growing[]
    text: string
  }
  const root: Growing = { name, attributes, children: [], text: '' }
  const path: Growing[] = [root]
  let count = 0
  while (path.length > 0) {
    const { value, done } = await pieces.next()
    if (done) return refuse('a document that does not end')
    const inside = path.at(-1) as Growing
    if (value.kind === 'text') inside.text += value.text
    else if (value.kind === 'close') path.pop()
    else {
      const child: Growing = { ...value, children: [], text: '' }
      if (++count > MOST_CHILDREN) refuse('an element with too much in it')
      inside.children.push(child)
      path.push(child)
    }
  }
  return root
}
