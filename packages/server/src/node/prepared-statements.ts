/** A statement is prepared once it has come so often: what comes once is not worth keeping. */
const OFTEN = 3
/** Each connection keeps its own plans, so there is an end to them. */
const MOST_NAMES = 200
const MOST_TEXTS = 2_000

/**
 * Gives statements that come again and again a name, under which PostgreSQL keeps them parsed and, from
 * the sixth time on, planned: the plan of a read under row-level security takes longer than the read.
 *
 * Not what selects every column: such a plan is void once a migration adds one.
 */
export class PreparedStatements {
  readonly #seen = new Map<string, number>()
  readonly #names = new Map<string, string>()

  /** The name to send a statement under; nothing, where it is sent as it is. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || this.#names.size >= MOST_NAMES || text.includes('*')) return name
    const seen = (this.#seen.get(text) ?? 0) + 1
    if (seen < OFTEN) {
      if (this.#seen.size >= MOST_TEXTS) this.#seen.clear()
      this.#seen.set(text, seen)
      return undefined
    }
    this.#seen.delete(text)
    const made = `crm_${this.#names.size + 1}`
    this.#names.set(text, made)
    return made
  }
}
