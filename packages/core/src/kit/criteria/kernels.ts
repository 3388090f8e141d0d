import { KNOWN_BIT } from './columns.ts'

/**
 * Keeps, of the rows chosen in `from`, those that meet a condition, in order: writes them to `to`
 * (which may be `from`) and gives their number. With no `from`, chooses among `start` to `end`.
 */
export interface Kernel {
  readonly scan: (start: number, end: number, to: Uint32Array) => number
  readonly refine: (from: Uint32Array, count: number, to: Uint32Array) => number
}

// One function per element type and shape of test, written out: shared, they would see arrays of
// several types, and the engine would compile none of them well. The row is always written and the
// end moves only when it is kept, so there is no branch to mispredict.

/** No row at all. */
export const none: Kernel = { scan: () => 0, refine: () => 0 }

/**
 * Rows of an integer column within a range. One unsigned comparison does for both ends: what lies
 * below wraps around to far above. (Two signed ones are compiled to branches, at ten times the cost.)
 */
export function intRange(values: Int32Array, low: number, high: number): Kernel {
  const span = (high - low) >>> 0
  return {
    scan(start, end, to) {
      let kept = 0
      for (let row = start; row < end; row++) {
        const above = (values[row]! - low) >>> 0
        to[kept] = row
        kept += +(above <= span)
      }
      return kept
    },
    refine(from, count, to) {
      let kept = 0
      for (let at = 0; at < count; at++) {
        const row = from[at]!
        const above = (values[row]! - low) >>> 0
        to[kept] = row
        kept += +(above <= span)
      }
      return kept
    },
  }
}

/** Rows of an integer column that hold neither of two values: one refused, one for unknown. */
export const intOther = (values: Int32Array, but: number, unknown: number): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      const value = values[row]!
      const far = (value - but) | 0
      const known = (value - unknown) | 0
      to[kept] = row
      // The sign of `n | -n` is set for every n but nought.
      kept += ((far | -far) & (known | -known)) >>> 31
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      const value = values[row]!
      const far = (value - but) | 0
      const known = (value - unknown) | 0
      to[kept] = row
      kept += ((far | -far) & (known | -known)) >>> 31
    }
    return kept
  },
})

/** Rows of a wide column within a range, less one value; unknown is in no range. */
export const wideRange = (
  values: Float64Array,
  low: number,
  high: number,
  but: number,
): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      const value = values[row]!
      to[kept] = row
      kept += +(value >= low) & +(value <= high) & +(value !== but)
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      const value = values[row]!
      to[kept] = row
      kept += +(value >= low) & +(value <= high) & +(value !== but)
    }
    return kept
  },
})

/** Rows of an integer column whose value is in a list, or is not though known. */
export const intList = (
  values: Int32Array,
  list: ReadonlySet<number>,
  wanted: boolean,
  unknown: number,
): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      const value = values[row]!
      if (value !== unknown && list.has(value) === wanted) to[kept++] = row
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      const value = values[row]!
      if (value !== unknown && list.has(value) === wanted) to[kept++] = row
    }
    return kept
  },
})

/** Rows of a wide column whose value is in a list, or is not though known. */
export const wideList = (
  values: Float64Array,
  list: ReadonlySet<number>,
  wanted: boolean,
): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      const value = values[row]!
      if (!Number.isNaN(value) && list.has(value) === wanted) to[kept++] = row
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      const value = values[row]!
      if (!Number.isNaN(value) && list.has(value) === wanted) to[kept++] = row
    }
    return kept
  },
})

/** Rows of a small column whose code the table marks with 1. */
export const smallTable = (codes: Uint8Array, table: Uint8Array): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      to[kept] = row
      kept += table[codes[row]!]!
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      to[kept] = row
      kept += table[codes[row]!]!
    }
    return kept
  },
})

/** Rows of a text column whose code the table marks with 1. */
export const textTable = (codes: Uint32Array, table: Uint8Array): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      to[kept] = row
      kept += table[codes[row]!]!
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      to[kept] = row
      kept += table[codes[row]!]!
    }
    return kept
  },
})

/** Rows of a set column that share at least one of these bits and hold all of those. */
export const setBits = (bits: Uint32Array, some: number, every: number): Kernel => ({
  scan(start, end, to) {
    let kept = 0
    for (let row = start; row < end; row++) {
      const held = bits[row]! | 0
      to[kept] = row
      kept += +((held & some) !== 0) & +((held & every) === every)
    }
    return kept
  },
  refine(from, count, to) {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = from[at]!
      const held = bits[row]! | 0
      to[kept] = row
      kept += +((held & some) !== 0) & +((held & every) === every)
    }
    return kept
  },
})

/** Rows of a set column that is not known. */
export const setUnknown = (bits: Uint32Array): Kernel => {
  const table = new Uint8Array([1, 0])
  return {
    scan(start, end, to) {
      let kept = 0
      for (let row = start; row < end; row++) {
        to[kept] = row
        kept += table[(bits[row]! & KNOWN_BIT) >>> 31]!
      }
      return kept
    },
    refine(from, count, to) {
      let kept = 0
      for (let at = 0; at < count; at++) {
        const row = from[at]!
        to[kept] = row
        kept += table[(bits[row]! & KNOWN_BIT) >>> 31]!
      }
      return kept
    },
  }
}
