import { isMasked, type Masked } from '@crm/core'
import type { Locale } from './say.ts'
import { visible } from './visible.ts'

/** How values are printed in a language. */
export interface Format {
  /** An amount in fen, as money. */
  readonly money: (fen: number, currency: string) => string
  /** A day, as it is written in the bank: the ISO form reads the same in both languages. */
  readonly day: (day: string) => string
  /** A moment, on the bank's own clock. */
  readonly instant: (instant: string) => string
  /** A month heading, from its `YYYY-MM`. */
  readonly month: (month: string) => string
  readonly count: (count: number) => string
  /** A size, in the unit that reads best. */
  readonly size: (bytes: number) => string
}

/** The formats of a language. */
export function formatIn(locale: Locale): Format {
  const monies = new Map<string, Intl.NumberFormat>()
  const money = (currency: string): Intl.NumberFormat => {
    const known = monies.get(currency)
    if (known) return known
    const made = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    })
    monies.set(currency, made)
    return made
  }
  const months = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  const instants = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  })
  const counts = new Intl.NumberFormat(locale)
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  return {
    money: (fen, currency) => money(currency).format(fen / 100),
    day: (day) => day,
    instant: (instant) => instants.format(new Date(instant)),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    count: (count) => counts.format(count),
    size: (bytes) => {
      const [unit, per] = bytes < 1_000_000 ? (['KB', 1e3] as const) : (['MB', 1e6] as const)
      return bytes < 1_000_000_000
        ? `${tenths.format(bytes / per)} ${unit}`
        : `${tenths.format(bytes / 1e9)} GB`
    },
  }
}

/** A value that may be masked or missing, as text. */
export function shown<T>(
  value: T | Masked | undefined,
  print: (value: T) => string = String,
): string {
  if (value === undefined) return ''
  return visible(isMasked(value) ? value.masked : print(value as T))
}

/** A value that is known and not masked. */
export function plain<T>(value: T | Masked | undefined): T | undefined {
  if (value === undefined || isMasked(value)) return undefined
  return typeof value === 'string' ? (visible(value) as T) : (value as T)
}
