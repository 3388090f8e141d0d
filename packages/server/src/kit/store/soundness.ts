import { kitErrors } from '@crm/core'

/** What was found to be damaged, in the engine's words: files and pages, never a value. */
export interface StoreDamage {
  readonly where: string
  /** How many places; 1 where a statement met it. */
  readonly places: number
}

/**
 * What is known of a store's soundness. Once damage was found the server that holds this refuses every
 * write: what is added to a damaged store is lost with it. Reads go on. Only a restored store, and with
 * it a new start, takes the refusal back.
 */
export class Soundness {
  #damage: StoreDamage | undefined
  readonly #listeners: ((damage: StoreDamage) => void)[] = []

  /** What was found first; nothing while the store is sound as far as anybody looked. */
  get damage(): StoreDamage | undefined {
    return this.#damage
  }

  /** Say that damage was found. The first finding is told to everybody who listens. */
  report(damage: StoreDamage): void {
    if (this.#damage) return
    this.#damage = damage
    for (const listener of this.#listeners) listener(damage)
  }

  /** Be told, also of what was found before. */
  onDamage(listener: (damage: StoreDamage) => void): void {
    this.#listeners.push(listener)
    if (this.#damage) listener(this.#damage)
  }

  /** @throws `store.read_only` once damage was found */
  expectSound(): void {
    if (this.#damage) throw kitErrors.readOnly()
  }
}
