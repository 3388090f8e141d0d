import type { Columns } from './columns.ts'
import { kernelOf } from './conditions.ts'
import type { Criteria } from './criteria.ts'
import type { Kernel } from './kernels.ts'

/** Criteria made ready for a book in columns. */
export interface ColumnQuery {
  /** How many rows meet it. */
  count(): number
  /** The rows that meet it, ascending. */
  select(): Uint32Array
}

/** Rows at a time: their selection and what it looks up stay in the processor's cache. */
const BLOCK = 16_384
/** Rows looked at to guess how many a condition keeps. */
const SAMPLE = 1_024

/**
 * Criteria over columns: block by block, each condition looks only at the rows the ones before it
 * kept, and the condition that keeps fewest comes first (as in MonetDB/X100: Boncz, Zukowski, Nes,
 * "Hyper-Pipelining Query Execution", CIDR 2005).
 */
export function compileColumns(criteria: Criteria, { size, columns }: Columns): ColumnQuery {
  const root = build(criteria, columns, size)
  const block = new Uint32Array(BLOCK)
  return {
    count() {
      let found = 0
      for (let start = 0; start < size; start += BLOCK)
        found += root.scan(start, Math.min(start + BLOCK, size), block)
      return found
    },
    select() {
      const rows = new Uint32Array(size)
      let found = 0
      for (let start = 0; start < size; start += BLOCK) {
        const kept = root.scan(start, Math.min(start + BLOCK, size), block)
        rows.set(block.subarray(0, kept), found)
        found += kept
      }
      return rows.slice(0, found)
    },
  }
}

function build(node: Criteria, columns: Columns['columns'], size: number): Kernel {
  if ('all' in node) {
    const parts = node.all.map((part) => build(part, columns, size))
    return conjunction(mostSelectiveFirst(parts, size))
  }
  if ('any' in node) return disjunction(node.any.map((part) => build(part, columns, size)))
  if ('not' in node) return negation(build(node.not, columns, size))
  const column = columns[node.field]
  if (!column) throw new RangeError(`There is no column ${node.field}.`)
  return kernelOf(node, column)
}

function mostSelectiveFirst(parts: readonly Kernel[], size: number): readonly Kernel[] {
  if (parts.length < 2 || size === 0) return parts
  const sample = Uint32Array.from({ length: Math.min(SAMPLE, size) }, (_, at) =>
    Math.floor((at * size) / Math.min(SAMPLE, size)),
  )
  const kept = new Uint32Array(sample.length)
  return parts
    .map((part) => ({ part, keeps: part.refine(sample, sample.length, kept) }))
    .sort((a, b) => a.keeps - b.keeps)
    .map(({ part }) => part)
}

const everyRow: Kernel = {
  scan(start, end, to) {
    for (let row = start; row < end; row++) to[row - start] = row
    return end - start
  },
  refine(from, count, to) {
    if (from !== to) to.set(from.subarray(0, count))
    return count
  },
}

function conjunction(parts: readonly Kernel[]): Kernel {
  const [first, ...rest] = parts
  if (!first) return everyRow
  return {
    scan(start, end, to) {
      let kept = first.scan(start, end, to)
      for (const part of rest) if (kept > 0) kept = part.refine(to, kept, to)
      return kept
    },
    refine(from, count, to) {
      let kept = first.refine(from, count, to)
      for (const part of rest) if (kept > 0) kept = part.refine(to, kept, to)
      return kept
    },
  }
}

/** Rows of a list that are, or are not, in another list drawn from it in the same order. */
function without(
  all: Uint32Array,
  count: number,
  some: Uint32Array,
  taken: number,
  to: Uint32Array,
) {
  let kept = 0
  let next = 0
  for (let at = 0; at < count; at++) {
    const row = all[at]!
    if (next < taken && some[next] === row) next++
    else to[kept++] = row
  }
  return kept
}

function negation(part: Kernel): Kernel {
  const chosen = new Uint32Array(BLOCK)
  const met = new Uint32Array(BLOCK)
  const refine: Kernel['refine'] = (from, count, to) => {
    const taken = part.refine(from, count, met)
    return without(from, count, met, taken, to)
  }
  return {
    scan: (start, end, to) => refine(chosen, everyRow.scan(start, end, chosen), to),
    refine,
  }
}

/** Each part looks only at the rows no part before it took; the rows taken are put back in order. */
function disjunction(parts: readonly Kernel[]): Kernel {
  const chosen = new Uint32Array(BLOCK)
  const left = new Uint32Array(BLOCK)
  const met = new Uint32Array(BLOCK)
  const refine: Kernel['refine'] = (from, count, to) => {
    left.set(from.subarray(0, count))
    let remaining = count
    for (const part of parts) {
      if (remaining === 0) break
      const taken = part.refine(left, remaining, met)
      remaining = without(left, remaining, met, taken, left)
    }
    return without(from, count, left, remaining, to)
  }
  return {
    scan: (start, end, to) => refine(chosen, everyRow.scan(start, end, chosen), to),
    refine,
  }
}
