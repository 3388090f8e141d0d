import type { LocalDate } from '../kit/index.ts'

/** An amount as ISO 20022 prints it, in the smallest unit of its currency; out is negative. */
export interface StatementAmount {
  /** Absent where it cannot be read. */
  readonly minor: number | undefined
  /** ISO 4217. */
  readonly currency: string
}

/** An account statement, report or notification (camt.053, 052, 054), without its entries. */
export interface Statement {
  readonly messageId: string
  readonly id: string
  /** An IBAN, or whatever else the servicer knows the account by. */
  readonly account: string
  readonly accountName: string | undefined
  readonly currency: string | undefined
  readonly sequence: string | undefined
  readonly legalSequence: string | undefined
  readonly createdAt: string | undefined
  /** `COPY`, `DUPL` or `CODU`. */
  readonly copy: string | undefined
  readonly info: string | undefined
  /** `OPBD` opening, `CLBD` closing, … */
  readonly balances: readonly (StatementAmount & {
    readonly kind: string
    readonly on: LocalDate | undefined
  })[]
}

/** How a transaction is classified: ISO 20022 (`PMNT/ICDT/DMCT`), and by the bank's own code. */
export interface StatementCode {
  readonly domain: string
  readonly own: string | undefined
}

/** One of the transactions behind an entry. */
export interface StatementDetail extends StatementAmount {
  readonly direction: string
  readonly endToEndId: string | undefined
  readonly instructionId: string | undefined
  readonly paymentId: string | undefined
  readonly uetr: string | undefined
  readonly code: StatementCode
  readonly parties: readonly {
    readonly role: 'Cdtr' | 'UltmtCdtr' | 'Dbtr' | 'UltmtDbtr'
    readonly name: string | undefined
    readonly account: string | undefined
    readonly country: string | undefined
    readonly address: readonly string[]
  }[]
  readonly agents: readonly {
    readonly role: 'CdtrAgt' | 'DbtrAgt'
    readonly bic: string | undefined
    readonly name: string | undefined
  }[]
  readonly texts: readonly string[]
  readonly creditorReference: string | undefined
}

/** One line of a statement. */
export interface StatementEntry extends StatementAmount {
  /** `CRDT` or `DBIT`. */
  readonly direction: string
  /** `BOOK`, or `PDNG` while it may still change. */
  readonly status: string
  readonly isReversal: boolean
  readonly bookedOn: LocalDate | undefined
  readonly valueOn: LocalDate | undefined
  readonly reference: string | undefined
  readonly servicerReference: string | undefined
  readonly batch: string | undefined
  readonly code: StatementCode
  readonly info: string | undefined
  readonly details: readonly StatementDetail[]
}

/** Currencies whose smallest unit is not a hundredth (ISO 4217). */
const decimals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'BIF',
      'CLP',
      'DJF',
      'GNF',
      'ISK',
      'JPY',
      'KMF',
      'KRW',
      'PYG',
      'RWF',
      'UGX',
      'VND',
      'VUV',
      'XAF',
      'XOF',
      'XPF',
    ].map((currency) => [currency, 0]),
  ),
  ...Object.fromEntries(
    ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 3]),
  ),
}

/**
 * Read a decimal into the smallest unit of its currency. Nothing for what is no decimal, and for more
 * decimals than the currency has that are not zero.
 */
export function parseMinor(text: string, currency: string): number | undefined {
  const places = decimals[currency] ?? 2
  const match = /^(\d{1,15})(?:\.(\d{0,5}))?$/.exec(text)
  if (!match || !/^[A-Z]{3}$/.test(currency)) return undefined
  const [, whole = '', rest = ''] = match
  if (/[1-9]/.test(rest.slice(places))) return undefined
  const minor =
    Number(whole) * 10 ** places + Number(rest.slice(0, places).padEnd(places, '0') || '0')
  return Number.isSafeInteger(minor) ? minor : undefined
}
