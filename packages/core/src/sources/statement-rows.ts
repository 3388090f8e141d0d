import type { SourceRow } from './row.ts'
import type { SourceFile } from './source.ts'
import type { Statement, StatementEntry } from './statement.ts'

/**
 * A booked entry as the cells of a row, to be read like any other: `ACCOUNT`, `AMOUNT` (in the smallest
 * unit, out negative), `CURRENCY`, `BOOKED`, `VALUE`, `REFERENCE`, `CODE`, `REVERSAL` (`true`), `TEXT`, `NAME`
 * and `BANK` of the other side and its `OTHER` account, `STATEMENT`, `NO` in it.
 */
export function entryCells(
  statement: Statement,
  entry: StatementEntry,
  no: number,
): Readonly<Record<string, string>> {
  const [detail] = entry.details
  const from = entry.direction === 'CRDT' ? 'Dbtr' : 'Cdtr'
  const side = detail?.parties.find(({ role }) => role === from)
  const bank = detail?.agents.find(({ role }) => role === `${from}Agt`)
  const several = entry.details.length > 1
  return {
    STATEMENT: statement.id,
    NO: String(no),
    ACCOUNT: statement.account,
    AMOUNT: entry.minor === undefined ? '?' : String(entry.minor),
    CURRENCY: entry.currency,
    BOOKED: entry.bookedOn ?? '',
    VALUE: entry.valueOn ?? '',
    REFERENCE: entry.servicerReference ?? '',
    CODE: entry.code.domain || (entry.code.own ?? ''),
    REVERSAL: entry.isReversal ? 'true' : '',
    TEXT: [...(detail?.texts ?? []), detail?.creditorReference, entry.info]
      .filter((text) => text !== undefined && text !== '')
      .join(' ')
      .slice(0, 200),
    // A batch has many other sides, which is none.
    NAME: several ? '' : (side?.name ?? ''),
    OTHER: several ? '' : (side?.account ?? ''),
    BANK: several ? '' : (bank?.name ?? bank?.bic ?? ''),
  }
}

const kindOf = (row: SourceRow) => {
  if (row.optional('REVERSAL')) return 'reversal'
  return row.optional('CODE')?.startsWith('PMNT') ? 'transfer' : 'other'
}

/** Statements of ISO 20022 as movements of the accounts they are of. */
export const camtMovements = (
  file: string,
  /** Our key for an account that a statement names; the name itself unless told otherwise. */
  accountKey: (account: string) => string = (account) => account,
): SourceFile => ({
  file,
  format: { statements: 'camt' },
  records: 'movements',
  read(row) {
    const account = row.text('ACCOUNT')
    const bookedOn = row.day('BOOKED', 'yyyy-mm-dd')
    const amountFen = row.wholeFen('AMOUNT')
    const reference = row.optional('REFERENCE')
    return {
      // What a report of the day and the statement after it tell of is one movement.
      key:
        reference === undefined
          ? `${account}|${row.text('STATEMENT')}|${row.text('NO')}`
          : `${account}|${reference}|${bookedOn}|${amountFen}`,
      accountKey: accountKey(account),
      bookedOn,
      amountFen,
      currency: row.text('CURRENCY'),
      kind: kindOf(row),
      counterpartyName: row.optional('NAME'),
      counterpartyAccount: row.digits('OTHER'),
      counterpartyBank: row.optional('BANK'),
      memo: row.optional('TEXT'),
    }
  },
})
