import {
  amountIn,
  asksForSums,
  type ControlRecord,
  type ControlTotals,
  decimalOfFen,
  type Fen,
  type FileBase,
  type FileEncoding,
  isCrmError,
  type LocalDate,
  RowRefused,
  readTotals,
  type SourceRow,
  siblingName,
  sourceErrors,
} from '@crm/core'
import { Cutter } from './cut.ts'
import type { SourceFolder } from './folder.ts'
import { decideEncoding, linesOf } from './text.ts'

/** The data lines of a file counted and summed, to be held to what the file tells of them. */
export class Control {
  readonly #name: string
  readonly #file: FileBase
  readonly #told: ControlTotals[] = []
  readonly #sums: Map<string, number>
  #lines = 0

  constructor(name: string, file: FileBase) {
    this.#name = name
    this.#file = file
    const columns = asksForSums([file.header, file.trailer, file.control])
    this.#sums = new Map(columns.map((column) => [column, 0]))
  }

  /** The business day that the file tells, once its records were read. */
  get day(): LocalDate | undefined {
    return this.#told.find(({ day }) => day !== undefined)?.day
  }

  tells(totals: ControlTotals): void {
    this.#told.push(totals)
  }

  /** Count a data line. What cannot be read sums to nothing, so that its file does not agree. */
  count(row: SourceRow | RowRefused): void {
    this.#lines += 1
    if (row instanceof RowRefused) return
    for (const [column, sum] of this.#sums) {
      const amounts = [this.#file.header, this.#file.trailer, this.#file.control].find(
        (record) => record?.sums && column in record.sums,
      )?.amounts
      try {
        this.#sums.set(column, sum + amountIn(row, column, amounts))
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error
      }
    }
  }

  /** @throws `file.count_differs`, `file.sum_differs` */
  check(): void {
    for (const { lines, sums } of this.#told) {
      if (lines !== undefined && lines !== this.#lines)
        throw sourceErrors.countDiffers(this.#name, lines, this.#lines)
      for (const [column, told] of Object.entries(sums)) {
        const found = this.#sums.get(column) ?? 0
        if (found !== told)
          throw sourceErrors.sumDiffers(
            this.#name,
            column,
            decimalOfFen(told),
            decimalOfFen(found as Fen),
          )
      }
    }
  }
}

/**
 * What a control file of its own tells of a data file.
 *
 * @throws `file.control_missing`, `file.control_unreadable`
 */
export async function readControlFile(
  folder: SourceFolder,
  name: string,
  { file, control, encoding: declared }: FileBase,
): Promise<ControlTotals | undefined> {
  if (!control) return undefined
  const beside = siblingName(file, name, control.file)
  if (!(await folder.list()).includes(beside)) throw sourceErrors.controlMissing(name, beside)
  const open = () => folder.open(beside)
  try {
    const encoding = await decideEncoding(open, beside, declared)
    const row = await rowAbout(open, encoding, control, name)
    if (row) return readTotals(row, control)
  } catch (error) {
    if (error instanceof RowRefused)
      throw sourceErrors.controlUnreadable(name, beside, error.column)
    if (isCrmError(error)) throw sourceErrors.controlUnreadable(name, beside)
    throw error
  }
  throw sourceErrors.controlMissing(name, beside)
}

async function rowAbout(
  open: () => AsyncIterable<Uint8Array>,
  encoding: FileEncoding,
  control: ControlRecord & { readonly names?: string },
  name: string,
): Promise<SourceRow | undefined> {
  const cutter = new Cutter(control.format, encoding)
  const begins = new TextEncoder().encode(control.begins ?? '')
  for await (const { bytes } of linesOf(open, encoding)) {
    if (bytes.length === 0 || !begins.every((byte, at) => bytes[at] === byte)) continue
    const row = cutter.row(bytes)
    if (control.names === undefined || row.text(control.names) === name) return row
  }
  return undefined
}
