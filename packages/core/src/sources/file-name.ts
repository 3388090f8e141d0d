import type { LocalDate } from '../kit/index.ts'
import { parseDay } from './row.ts'

/** What the name of a file tells. */
export interface NameFacts {
  readonly day?: LocalDate | undefined
  /** Which correction of its day it is; 0 is the first delivery. */
  readonly revision?: number | undefined
  readonly part?: number | undefined
  readonly parts?: number | undefined
}

const slots = {
  day: '\\d{8}|\\d{4}-\\d{2}-\\d{2}',
  revision: '\\d{1,4}',
  part: '\\d{1,4}',
  parts: '\\d{1,4}',
} as const
const slot = /\*|\{(day|revision|part|parts)\}/g

/** The parts of a name that change, as this pattern has them; nothing where the name does not fit. */
export function partsOfName(
  pattern: string,
  file: string,
): readonly (readonly [slot: string, text: string])[] | undefined {
  const names: string[] = []
  let source = ''
  let at = 0
  for (const found of pattern.matchAll(slot)) {
    const [whole, name = '*'] = found
    source += `${literal(pattern.slice(at, found.index))}(${name in slots ? slots[name as keyof typeof slots] : '.*'})`
    names.push(name)
    at = found.index + whole.length
  }
  const match = new RegExp(`^${source}${literal(pattern.slice(at))}$`, 'su').exec(file)
  return match ? names.map((name, which) => [name, match[which + 1] ?? ''] as const) : undefined
}

const literal = (text: string): string =>
  text.replace(/[^\w]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)

/**
 * What a name tells by the braces of its pattern, `KHXX_{day}_{revision}.dat`; nothing where the name
 * does not fit, or names a day that does not exist.
 */
export function readFileName(pattern: string, file: string): NameFacts | undefined {
  const parts = partsOfName(pattern, file)
  if (!parts) return undefined
  const text = Object.fromEntries(parts)
  const number = (name: string) => (text[name] === undefined ? undefined : Number(text[name]))
  const { day } = text
  const on = day && parseDay(day, day.length === 8 ? 'yyyymmdd' : 'yyyy-mm-dd')
  if (day !== undefined && on === undefined) return undefined
  return {
    ...(on && { day: on as LocalDate }),
    revision: number('revision'),
    part: number('part'),
    parts: number('parts'),
  }
}

/** Does this name fit the name a mapping gives? */
export const fitsName = (pattern: string, file: string): boolean =>
  readFileName(pattern, file) !== undefined

/** The name that another pattern gives with the same changing parts: a control file beside its data. */
export function siblingName(pattern: string, file: string, sibling: string): string {
  const left = [...(partsOfName(pattern, file) ?? [])]
  return sibling.replaceAll(slot, (whole, name: string | undefined) => {
    const at = left.findIndex(([slot]) => slot === (name ?? '*'))
    return at === -1 ? whole : (left.splice(at, 1)[0]?.[1] ?? whole)
  })
}
