// The machine's clock in our hands: the wall's may be set, the one that runs forward only runs.
const RealDate = Date
const realNow = performance.now.bind(performance)

/** Clocks that are set by whoever holds this. */
export interface Clocks {
  /** Set the wall clock so many milliseconds from the true time. */
  readonly setWall: (offsetMs: number) => void
  /** Stop the wall clock where it is. */
  readonly freeze: () => void
  /** Let so many milliseconds truly pass. */
  readonly pass: (ms: number) => void
  /** True milliseconds since 1970, whatever the wall says. */
  readonly truth: () => number
  readonly giveBack: () => void
}

/** Take the clocks of this process, until they are given back. */
export function takeClocks(): Clocks {
  let passed = 0
  let offset = 0
  let frozen: number | undefined
  const truth = () => RealDate.now() + passed
  const wall = () => frozen ?? truth() + offset
  globalThis.Date = class extends RealDate {
    constructor(...given: ConstructorParameters<typeof RealDate> | []) {
      if (given.length === 0) super(wall())
      else super(...given)
    }
    static override now(): number {
      return wall()
    }
  } as DateConstructor
  performance.now = () => realNow() + passed
  return {
    truth,
    setWall(offsetMs) {
      frozen = undefined
      offset = offsetMs
    },
    freeze() {
      frozen = wall()
    },
    pass(ms) {
      passed += ms
    },
    giveBack() {
      globalThis.Date = RealDate
      performance.now = realNow
    },
  }
}
