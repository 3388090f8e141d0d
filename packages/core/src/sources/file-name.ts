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

/** What may stand in a slot, the longest first. */
const slots: Readonly<Record<string, RegExp>> = {
  day: /^(?:\d{8}|\d{4}-\d{2}-\d{2})/,
  revision: /^\d{1,4}/,
  part: /^\d{1,4}/,
  parts: /^\d{1,4}/,
}
const slot = /\*|\{(?:day|revision|part|parts)\}/g
const nameOf = (whole: string) => (whole === '*' ? whole : whole.slice(1, -1))

type Part = readonly [slot: string, text: string]

/** The parts of a name that change, as this pattern has them; nothing where the name does not fit. */
export function partsOfName(pattern: string, file: string): readonly Part[] | undefined {
  const names = (pattern.match(slot) ?? []).map(nameOf)
  const fixed = pattern.split(slot)
  // Where the rest of the name was looked for and not found: no place is tried twice.
  const dead = new Set<string>()
  const rest = (which: number, at: number): readonly Part[] | undefined => {
    const literal = fixed[which] as string
    const from = at + literal.length
    const name = names[which]
    if (name === undefined) return file.slice(at) === literal ? [] : undefined
    const place = `${which} ${at}`
    if (dead.has(place) || !file.startsWith(literal, at)) return undefined
    for (const end of endsOf(name, file, from)) {
      const others = rest(which + 1, end)
      if (others) return [[name, file.slice(from, end)], ...others]
    }
    dead.add(place)
    return undefined
  }
  return rest(0, 0)
}

/** Where a slot that begins here may end. */
function endsOf(name: string, file: string, from: number): readonly number[] {
  const longest =
    name === '*' ? file.length - from : slots[name]?.exec(file.slice(from))?.[0].length
  if (longest === undefined) return []
  const least = name === '*' ? 0 : name === 'day' ? longest : 1
  return Array.from({ length: longest - least + 1 }, (_, less) => from + longest - less)
}

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
  return sibling.replaceAll(slot, (whole) => {
    const at = left.findIndex(([slot]) => slot === nameOf(whole))
    return at === -1 ? whole : (left.splice(at, 1)[0]?.[1] ?? whole)
  })
}
