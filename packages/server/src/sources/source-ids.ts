import { plainKey, type Source } from '@crm/core'
import { stableId } from '../kit/stable-id.ts'

/** How many ids are remembered at once: about ten megabytes. */
const REMEMBERED = 50_000
/** What each row names once is not worth remembering. */
const namedOnce = new Set(['mov', 'hld', 'hol'])

/** Our ids for the keys of a source: one that is one of ours stays, any other becomes one, the same in every run. */
export class SourceIds {
  readonly #source: Source
  readonly #known = new Map<string, string>()

  constructor(source: Source) {
    this.#source = source
  }

  async of(prefix: string, given: string): Promise<string> {
    const key = plainKey(given)
    if (key.startsWith(`${prefix}_`) && /^[a-z]{3}_[a-z0-9]{1,40}$/.test(key)) return key
    const known = this.#known.get(`${prefix}|${key}`)
    if (known !== undefined) return known
    const { bank, name } = this.#source
    const id = await stableId(prefix, bank.id, name, prefix, key)
    if (namedOnce.has(prefix)) return id
    if (this.#known.size >= REMEMBERED) this.#known.clear()
    this.#known.set(`${prefix}|${key}`, id)
    return id
  }
}
