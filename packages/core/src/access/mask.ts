import type { Masked, MaskName } from '../kit/index.ts'

const cover = (length: number): string => '*'.repeat(Math.min(Math.max(length, 1), 16))

/** Yuan bounds of the bands that stand for an exact amount. */
const bands = [0, 10_000, 50_000, 200_000, 500_000, 1_000_000, 6_000_000] as const

function band(fen: number): string {
  const yuan = Math.abs(fen) / 100
  const at = bands.findLastIndex((bound) => yuan >= bound)
  const upper = bands[at + 1]
  const range = upper === undefined ? `≥${bands[at]}` : `${bands[at]}–${upper}`
  return fen < 0 ? `-(${range})` : range
}

const letters = (text: string): string[] => Array.from(text.normalize('NFKC'))

const masks: Readonly<Record<MaskName, (value: unknown) => string>> = {
  /** 张*: the family name alone. */
  name: (value) => {
    const all = letters(String(value))
    return `${all[0] ?? ''}${cover(Math.min(all.length - 1, 2))}`
  },
  /** First and last character: more would leave a handful of people once the birthday shows. */
  idNumber: (value) => {
    const all = letters(String(value))
    if (all.length < 8) return cover(all.length)
    return `${all[0]}${cover(all.length - 2)}${all.at(-1)}`
  },
  phone: (value) => {
    const all = letters(String(value))
    if (all.length < 11) return cover(all.length)
    return `${all.slice(0, 3).join('')}****${all.slice(-4).join('')}`
  },
  account: (value) => {
    const all = letters(String(value))
    return all.length < 8 ? cover(all.length) : `****${all.slice(-4).join('')}`
  },
  address: (value) => {
    const county = /^.{0,12}?[县市区旗]/u.exec(String(value).normalize('NFKC'))?.[0] ?? ''
    return `${county}***`
  },
  amount: (value) => (typeof value === 'number' ? band(value) : '***'),
  day: (value) => (/^\d{4}-/.test(String(value)) ? `${String(value).slice(0, 4)}-**-**` : '***'),
  text: () => '***',
}

/**
 * What may be shown of a value that the caller may not see. The table follows the stricter of the
 * practices under JR/T 0171-2020; an unknown mask covers everything.
 */
export function maskValue(mask: MaskName, value: unknown): Masked {
  const made = Object.hasOwn(masks, mask) ? masks[mask](value) : '***'
  return { masked: Array.from(made).slice(0, 64).join('') }
}
