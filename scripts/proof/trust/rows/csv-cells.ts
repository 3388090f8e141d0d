import { CSV_BOM, csvLine, readCsvCell } from '@crm/server'
import { cells, readRfc4180 } from '../../../../tests/trust/csv-cells.ts'
import { all, atLeast, notRun, type ProofLine, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { findSpreadsheet, openInSpreadsheet } from '../spreadsheet.ts'

/** What a spreadsheet may compute: its first sign, in any width, behind whatever it skips. */
const isLive = (cell: string): boolean =>
  /^[\t\r\n]/.test(cell) || /^[=+\-@]/.test(cell.normalize('NFKC').replace(/^[\s\p{Cf}]+/u, ''))

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const file = CSV_BOM + cells.map((cell) => csvLine(['cus_1', cell, '尾'])).join('')
  const records = readRfc4180(file.slice(CSV_BOM.length))
  const written = records.map(([, cell = '']) => cell)
  const back = written.filter((cell, at) => readCsvCell(cell) === cells[at]).length
  const whole = records.filter(([first, , last]) => first === 'cus_1' && last === '尾').length
  const opened = 'T15 formulas in it, opened by LibreOffice'
  const soffice = findSpreadsheet(full)
  const sheet = soffice === undefined ? undefined : openInSpreadsheet(soffice, file)
  return [
    atLeast('T15 hostile cells exported', cells.length, 300, 'cells'),
    zero(
      'T15 of them that may be taken for a formula',
      written.filter(isLive).length,
      `of ${cells.length}`,
    ),
    all('T15 records that stayed whole', whole, cells.length),
    all('T15 cells that come back as they were', back, cells.length),
    sheet === undefined
      ? notRun(opened, 'soffice is not here; --full installs Debian’s libreoffice-calc')
      : zero(opened, sheet.formulas, `of ${sheet.cells} cells`),
  ]
}

export const proof: TrustProof = { rows: ['T15'], run }
