import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml, XmlRefused } from './read-xml.ts'

/** A document in pieces of a size, so that tags and texts are cut anywhere. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}
async function read(text: string, size = 7): Promise<string> {
  let told = ''
  for await (const piece of readXml(inPieces(text, size))) {
    if (piece.kind === 'text') told += piece.text
    else if (piece.kind === 'close') told += `</${piece.name}>`
    else
      told += `<${[piece.name, ...[...piece.attributes].map(([key, value]) => `${key}=${value}`)].join(' ')}>`
  }
  return told
}

describe('a document', () => {
  it.each<[string, string]>([
    ['<a><b>李桂芳</b></a>', '<a><b>李桂芳</b></a>'],
    ['<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n', '<a></a>'],
    ['<a x="1 > 0" y=\'"\'/>', '<a x=1 > 0 y="></a>'],
    ['<a>&lt;b&gt; &amp;amp; &#26446;&#x674E;</a>', '<a><b> &amp; 李李</a>'],
    ['<a><!-- <b> & --><![CDATA[<b>&amp;]]></a>', '<a><b>&amp;</a>'],
    ['<a:b xmlns:a="urn:x">1</a:b>', '<a:b xmlns:a=urn:x>1</a:b>'],
  ])('%s is read, however it is cut', async (text, told) => {
    for (const size of [1, 2, 3, 5, 1_000]) expect(await read(text, size)).toBe(told)
  })

  it.each<[string, string]>([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;">]><a>&m;</a>'],
    ['a file of the machine', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity of its own', '<a>&x;</a>'],
    ['an instruction', '<a><?php echo 1 ?></a>'],
    ['a style sheet', '<?xml-stylesheet href="x"?><a/>'],
    ['an inclusion that is cut', '<a><![CDATA[x</a>'],
    ['two roots', '<a/><b/>'],
    ['tags that cross', '<a><b></a></b>'],
    ['no end', '<a><b></b>'],
    ['an attribute twice', '<a x="1" x="2"/>'],
    ['an attribute without quotes', '<a x=1/>'],
    ['text before it', 'x<a/>'],
    ['text behind it', '<a/>x'],
    ['a letter that is none', '<a>&#0;</a>'],
    ['half a pair of letters', '<a>&#xD800;</a>'],
    ['nothing', ''],
    ['elements a thousand deep', '<a>'.repeat(1_000)],
    ['a text without end', `<a>${'x'.repeat(200_000)}</a>`],
    ['a tag without end', `<a ${'x'.repeat(200_000)}`],
    ['a comment without end', `<a><!--${'x'.repeat(200_000)}`],
  ])('with %s is refused', async (_what, text) => {
    await expect(read(text, 4_096)).rejects.toBeInstanceOf(XmlRefused)
  })

  it('of whatever letters is read or refused, and never anything else', async () => {
    const bit = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      ';',
      '!',
      '?',
      '-',
      '[',
      ']',
      '"',
      "'",
      '=',
      'a',
      ' ',
      '#',
      'x',
      '李',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(bit, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (bits, size) => {
          const text = bits.join('')
          const [cut, whole] = await Promise.all(
            [read(text, size), read(text, 100)].map((one) => one.catch((error: unknown) => error)),
          )
          for (const one of [cut, whole])
            if (typeof one !== 'string') expect(one).toBeInstanceOf(XmlRefused)
          expect(typeof cut).toBe(typeof whole)
          if (typeof cut === 'string') expect(cut).toBe(whole)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
