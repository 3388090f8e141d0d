type Numbers = Uint32Array | Int32Array | Float64Array | Float32Array

/** An array of numbers that grows by doubling; millions of records leave no room for objects. */
export class Growing<A extends Numbers> {
  #values: A
  #length = 0
  readonly #make: (size: number) => A

  constructor(make: (size: number) => A, size = 1024) {
    this.#make = make
    this.#values = make(size)
  }

  get length(): number {
    return this.#length
  }

  /** The numbers; longer than {@link length}, and another array after it grew. */
  get values(): A {
    return this.#values
  }

  push(value: number): number {
    if (this.#length === this.#values.length) {
      const wider = this.#make(this.#length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#length] = value
    return this.#length++
  }
}
