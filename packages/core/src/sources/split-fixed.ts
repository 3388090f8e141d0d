import type { FixedFormat } from './format.ts'
import { RowRefused } from './row.ts'

/**
 * Cut a line into its named cells by their places. Given bytes, it cuts bytes: whoever decodes a cell
 * finds out whether the cut went through a letter.
 *
 * @throws RowRefused `row.wrong_length`
 */
export function splitFixed<T>(
  line: { readonly length: number; readonly slice: (from: number, to: number) => T },
  { columns, mayEndEarly = false }: Pick<FixedFormat, 'columns' | 'mayEndEarly'>,
): readonly (readonly [name: string, cell: T])[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0)
  if (line.length > whole || (line.length < whole && !mayEndEarly))
    throw new RowRefused('row.wrong_length', undefined, `${line.length} of ${whole}`)
  let at = 0
  return columns.flatMap(({ name, width }) => {
    const from = at
    at += width
    return name === undefined ? [] : [[name, line.slice(from, at)] as const]
  })
}
