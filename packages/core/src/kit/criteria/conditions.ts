import {
  bitsOf,
  type Column,
  dayNumber,
  type IntColumn,
  KNOWN_BIT,
  MOST_INT,
  NO_INT,
  type SetColumn,
  type SmallColumn,
  type TextColumn,
  type WideColumn,
} from './columns.ts'
import { compileCriteria } from './compile.ts'
import type { Comparison } from './criteria.ts'
import type { Kernel } from './kernels.ts'
import * as kernels from './kernels.ts'

/** The kernel that answers one comparison over its column. */
export function kernelOf(comparison: Comparison, column: Column): Kernel {
  switch (column.kind) {
    case 'int':
    case 'wide':
      return numberKernel(comparison, column)
    case 'small':
    case 'text':
      return tableKernel(comparison, column)
    case 'set':
      return setKernel(comparison, column)
  }
}

/** Nothing is in it. */
const NOWHERE = [1, 0, Number.NaN] as const

/** Every comparison of whole numbers is a range less one value, but for lists. */
function rangeOf({ is, value }: Comparison): readonly [low: number, high: number, but: number] {
  const number = (one: unknown) => (typeof one === 'string' ? dayNumber(one) : (one as number))
  const [first, second] = [value].flat().map(number) as [number, number]
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  switch (is) {
    case 'eq':
      return [first, first, Number.NaN]
    case 'ne':
      return [least, most, first]
    case 'lt':
      return [least, first - 1, Number.NaN]
    case 'le':
      return [least, first, Number.NaN]
    case 'gt':
      return [first + 1, most, Number.NaN]
    case 'ge':
      return [first, most, Number.NaN]
    case 'between':
      return [first, second, Number.NaN]
    case 'known':
      return [least, most, Number.NaN]
    default:
      throw new TypeError(`${is} is no range`)
  }
}

function numberKernel(comparison: Comparison, column: IntColumn | WideColumn): Kernel {
  const { is, value } = comparison
  if (is === 'unknown') return unknownNumber(column)
  if (is === 'in' || is === 'notIn') {
    const numbers = [value].flat().map((one) => (typeof one === 'string' ? dayNumber(one) : one))
    const list = new Set(numbers as number[])
    return column.kind === 'int'
      ? kernels.intList(column.values, list, is === 'in', NO_INT)
      : kernels.wideList(column.values, list, is === 'in')
  }
  const [low, high, but] = exact(comparison)
  if (column.kind === 'wide') return kernels.wideRange(column.values, low, high, but)
  if (is === 'ne' && but > NO_INT && but <= MOST_INT)
    return kernels.intOther(column.values, but, NO_INT)
  // What lies beyond 32 bits is met by none of them, or by all that are known.
  const [first, last] = [Math.max(low, NO_INT + 1), Math.min(high, MOST_INT)]
  return first > last ? kernels.none : kernels.intRange(column.values, first, last)
}

/** At the ends of the safe integers one step further is not a number of its own. */
function exact(comparison: Comparison): readonly [number, number, number] {
  const { is, value } = comparison
  if (is === 'lt' && value === Number.MIN_SAFE_INTEGER) return NOWHERE
  if (is === 'gt' && value === Number.MAX_SAFE_INTEGER) return NOWHERE
  return rangeOf(comparison)
}

const unknownNumber = (column: IntColumn | WideColumn): Kernel =>
  column.kind === 'int'
    ? kernels.intRange(column.values, NO_INT, NO_INT)
    : wideUnknown(column.values)

const wideUnknown = (values: Float64Array): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) if (Number.isNaN(values[row])) to[kept++] = row
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      if (Number.isNaN(values[row])) to[kept++] = row
    }
    return kept
  },
})

/** The comparison is asked once for each distinct value, and each row looks its answer up. */
function tableKernel(comparison: Comparison, column: SmallColumn | TextColumn): Kernel {
  const { field } = comparison
  const met = compileCriteria(comparison)
  const table = new Uint8Array(column.dictionary.length + 1)
  table[0] = +met({})
  column.dictionary.forEach((value, at) => {
    table[at + 1] = +met({ [field]: value })
  })
  return column.kind === 'small'
    ? kernels.smallTable(column.codes, table)
    : kernels.textTable(column.codes, table)
}

function setKernel({ is, value }: Comparison, { bits, choices }: SetColumn): Kernel {
  if (is === 'unknown') return kernels.setUnknown(bits)
  if (is === 'known') return kernels.setBits(bits, KNOWN_BIT | 0, 0)
  const wanted = bitsOf(choices, [value].flat() as string[]) | 0
  return is === 'hasAll'
    ? kernels.setBits(bits, KNOWN_BIT | 0, wanted)
    : kernels.setBits(bits, wanted, 0)
}
