// What somebody tries who has every table of a store, and none of its keys.
import { createHash, createHmac } from 'node:crypto'

/** Letters that every hunt begins with: eight digits of ten thousand numbers stand in any long hash by chance. */
const WINDOW = 10

const base64At = (text: string, offset: number): string => {
  const whole = Buffer.from(`${'.'.repeat(offset)}${text}`)
    .toString('base64')
    .replace(/=+$/, '')
  // The first and the last letters hold bits of what stands beside.
  return whole.slice(offset === 0 ? 0 : offset + 1, -1)
}

/** Every form in which a number may lie in a dump without being sealed. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const reversed = [...text].reverse().join('')
  const forms = [
    text,
    text.slice(0, -1),
    text.slice(-WINDOW),
    text.slice(0, WINDOW),
    reversed,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    Buffer.from(text, 'utf16le').toString('hex'),
    text.replace(/(.{4})(?=.)/g, '$1 '),
    text.replace(/(.{4})(?=.)/g, '$1-'),
    text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ...[0, 1, 2].flatMap((offset) => [base64At(text, offset), base64At(reversed, offset)]),
  ]
  return [...new Set(forms)].filter((form) => form.length >= WINDOW)
}

/** How many of these numbers stand in a text, in any form. */
export function numbersIn(dump: string, numbers: readonly string[]): number {
  const hunted = new Map<string, { form: string; number: string }[]>()
  for (const number of numbers)
    for (const form of formsOf(number)) {
      const start = form.slice(0, WINDOW)
      const some = hunted.get(start) ?? []
      some.push({ form, number })
      hunted.set(start, some)
    }
  const found = new Set<string>()
  for (let at = 0; at + WINDOW <= dump.length; at++)
    for (const { form, number } of hunted.get(dump.slice(at, at + WINDOW)) ?? [])
      if (dump.startsWith(form, at)) found.add(number)
  return found.size
}

/** What is tried to bring a last four together with a number: `…1234` beside anything of the number’s. */
export const lastFoursIn = (dump: string, numbers: readonly string[]): number => {
  const fields = new Set(dump.split(/[(),"\n]/))
  return numbers.filter((number) => {
    const four = number.slice(-4)
    const forms = [four, `*${four}`, `****${four}`, [...four].reverse().join('')]
    return forms.some((form) => fields.has(form))
  }).length
}

/** Guesses of how an index value may have been made, from what stands in the dump and in our source. */
function guesses(
  text: string,
  fields: readonly string[],
  keys: readonly string[],
  bankId: string,
): string[] {
  const spoken = fields.flatMap((field) =>
    ['exact', 'tail'].map((kind) => [bankId, field, kind, text].join('|')),
  )
  const texts = [text, ...spoken]
  const hashes = ['sha256', 'sm3', 'sha1', 'md5']
  return texts.flatMap((one) => [
    ...hashes.map((name) => createHash(name).update(one).digest('base64url').slice(0, 22)),
    ...keys.flatMap((key) =>
      ['sha256', 'sm3'].map((name) =>
        createHmac(name, key).update(one).digest('base64url').slice(0, 22),
      ),
    ),
  ])
}

/** What trying every number against the indexes of a dump came to. */
export interface BruteForce {
  readonly tried: number
  readonly hits: number
}

/** Try each number, and its last four, against every index value, with every key that is not one. */
export function bruteForce(
  indexes: ReadonlySet<string>,
  numbers: readonly string[],
  { keys, bankId }: { readonly keys: readonly string[]; readonly bankId: string },
): BruteForce {
  const bare = new Set([...indexes].map((value) => value.slice(value.indexOf('.') + 1)))
  let tried = 0
  let hits = 0
  for (const [at, number] of numbers.entries()) {
    const field = ['idNumber', 'phone', 'accountNumber'][at % 3]!
    for (const text of [number, number.slice(-4)])
      for (const guess of guesses(text, [field], keys, bankId)) {
        tried += 1
        if (bare.has(guess)) hits += 1
      }
  }
  return { tried, hits }
}
