import { keyErrors } from '@crm/core'
import { type IndexedField, indexedText, lastFour } from './blind-index.ts'
import { placeOf, readSealed, writeSealed } from './sealed.ts'
import type { CipherSuite, KeyHandle } from './suite.ts'

/** What a data key is for. `customer` seals the customers' own keys; `row` tells changed rows. */
export const dataPurposes = ['customer', 'field', 'index', 'row', 'audit'] as const
export type DataPurpose = (typeof dataPurposes)[number]

/** A data key in memory. */
export interface DataKey {
  readonly id: string
  readonly purpose: DataPurpose
  readonly version: number
  /** True for the one that seals; earlier ones only open. */
  readonly active: boolean
  readonly suite: CipherSuite
  readonly key: KeyHandle
}

/** A customer's own key, ready. Destroy its row, and nothing of theirs ever opens again. */
export interface CustomerKey {
  readonly customerId: string
  /** As the bank's suites understand it; made ready when first used with one. */
  readonly handles: Map<string, KeyHandle>
  readonly bytes: Uint8Array
}

/** Where a value of a row is kept. */
export interface Place {
  readonly table: string
  readonly column: string
  readonly rowId: string
}

/** The customer's own key in sealed text. */
const OWN = 'c'
/** Customers' own keys kept ready at once: about four megabytes. */
const MOST_KNOWN = 20_000

/** A bank's keys: seals and opens, indexes and signs rows. All in memory and synchronous. */
export class BankKeys {
  readonly bankId: string
  readonly seals: boolean
  readonly #keys: ReadonlyMap<string, DataKey>
  readonly #suites: readonly CipherSuite[]
  readonly #active = new Map<DataPurpose, DataKey>()
  readonly #own = new Map<string, CustomerKey>()
  readonly #mostOwn: number

  constructor(
    bankId: string,
    keys: readonly DataKey[],
    suites: readonly CipherSuite[],
    mostOwn = MOST_KNOWN,
  ) {
    this.bankId = bankId
    this.#mostOwn = mostOwn
    this.#keys = new Map(keys.map((key) => [key.id, key]))
    this.#suites = suites
    this.seals = keys.length > 0
    for (const key of keys) if (key.active) this.#active.set(key.purpose, key)
  }

  /** The key that seals for a purpose. */
  active(purpose: DataPurpose): DataKey {
    const key = this.#active.get(purpose)
    if (!key) throw keyErrors.keyMissing(purpose)
    return key
  }

  /** A new key of a customer's own, and how to store it. */
  newCustomerKey(customerId: string): { readonly key: CustomerKey; readonly wrapped: string } {
    const bytes = this.active('customer').suite.newKey()
    const key = { customerId, bytes, handles: new Map<string, KeyHandle>() }
    return { key, wrapped: this.wrapCustomerKey(key) }
  }

  /** A customer's key under the active data key for customers. */
  wrapCustomerKey({ customerId, bytes }: CustomerKey): string {
    const place = { table: 'customer_key', column: 'wrapped', rowId: customerId }
    return this.#sealWith(this.active('customer'), place, encodeKey(bytes))
  }

  /** The customer's key behind its stored form. @throws `keys.open_failed` */
  customerKey(customerId: string, wrapped: string): CustomerKey {
    const known = this.#own.get(wrapped)
    if (known?.customerId === customerId) return known
    const place = { table: 'customer_key', column: 'wrapped', rowId: customerId }
    const bytes = decodeKey(this.openField(place, wrapped))
    return this.keepCustomerKey({ customerId, bytes, handles: new Map() }, wrapped)
  }

  /** Keep a key at hand that is stored like this; the one that is kept already is the one to use. */
  keepCustomerKey(key: CustomerKey, wrapped: string): CustomerKey {
    const known = this.#own.get(wrapped)
    if (known?.customerId === key.customerId) return known
    if (this.#own.size >= this.#mostOwn) this.#own.clear()
    this.#own.set(wrapped, key)
    return key
  }

  /** Seal a value under the customer's own key. */
  sealOwn(own: CustomerKey, place: Place, text: string): string {
    const { suite } = this.active('customer')
    const body = suite.seal(handleOf(own, suite), text, this.#place(place, OWN))
    return writeSealed({ algorithm: suite.algorithm, keyId: OWN, body })
  }

  /**
   * Open a value. What was never sealed comes back as it is; what is sealed under a key that has been
   * destroyed is gone, and comes back as nothing.
   *
   * @throws `keys.open_failed` when it was altered or moved
   */
  openOwn(own: CustomerKey | undefined, place: Place, stored: string): string | undefined {
    const parts = readSealed(stored)
    if (!parts) return this.#plain(place, stored)
    if (!own) return undefined
    const suite = this.#suiteOf(parts.algorithm)
    try {
      return suite.open(handleOf(own, suite), parts.body, this.#place(place, OWN))
    } catch (cause) {
      throw keyErrors.openFailed(place.table, place.column, cause)
    }
  }

  /** Seal a value that is no customer's: a stored answer, a rejected cell. */
  sealField(place: Place, text: string): string {
    return this.seals ? this.#sealWith(this.active('field'), place, text) : text
  }

  /** Open what {@link sealField} sealed. @throws `keys.open_failed`, `keys.key_missing` */
  openField(place: Place, stored: string): string {
    const parts = readSealed(stored)
    if (!parts) return this.#plain(place, stored)
    const key = this.#keys.get(parts.keyId)
    if (!key) throw keyErrors.keyMissing(parts.keyId)
    try {
      return key.suite.open(key.key, parts.body, this.#place(place, key.id))
    } catch (cause) {
      throw keyErrors.openFailed(place.table, place.column, cause)
    }
  }

  /** What a value is found by, under the key that indexes now. */
  index(field: IndexedField, value: string): string {
    const text = indexedText(field, value)
    return this.seals ? this.#indexed(this.active('index'), field, 'exact', text) : text
  }

  /** What the last four are found by; nothing for a number too short to have a rest. */
  tail(field: IndexedField, value: string): string | undefined {
    const four = lastFour(field, value)
    if (four === undefined || !this.seals) return four
    return this.#indexed(this.active('index'), field, 'tail', four)
  }

  /** Everything a value may be found by, during a rotation too. */
  lookups(field: IndexedField, value: string): readonly string[] {
    return this.#lookups(field, 'exact', indexedText(field, value))
  }

  /** Everything the last four may be found by. */
  tailLookups(field: IndexedField, four: string): readonly string[] {
    return this.#lookups(field, 'tail', four)
  }

  /** A mark that only the holder of a key can make: `<key>.<mac>`. */
  mark(purpose: 'audit', text: string): string {
    const { id, suite, key } = this.active(purpose)
    return `${id}.${suite.mac(key, text)}`
  }

  /** Is this the mark that one of our keys gives this text? */
  isMarked(text: string, mark: string): boolean {
    const dot = mark.indexOf('.')
    const key = this.#keys.get(mark.slice(0, dot))
    return key?.purpose === 'audit' && key.suite.mac(key.key, text) === mark.slice(dot + 1)
  }

  /** A keyed fingerprint of a row's plain values: tells a changed row without telling what is in it. */
  rowMark(text: string): string {
    const { suite, key } = this.active('row')
    return suite.mac(key, text)
  }

  #lookups(field: IndexedField, kind: 'exact' | 'tail', text: string): readonly string[] {
    if (!this.seals) return [text]
    return [...this.#keys.values()]
      .filter(({ purpose }) => purpose === 'index')
      .map((key) => this.#indexed(key, field, kind, text))
  }

  #indexed({ suite, key, version }: DataKey, field: string, kind: string, text: string): string {
    const mac = suite.mac(key, `${this.bankId}|${field}|${kind}|${text}`)
    return `${version}.${mac.slice(0, 22)}`
  }

  #sealWith({ id, suite, key }: DataKey, place: Place, text: string): string {
    const body = suite.seal(key, text, this.#place(place, id))
    return writeSealed({ algorithm: suite.algorithm, keyId: id, body })
  }

  /** Where keys are, a text that only looks sealed is not taken for a plain one. */
  #plain(place: Place, stored: string): string {
    if (this.seals && stored.startsWith('v1.'))
      throw keyErrors.openFailed(place.table, place.column)
    return stored
  }

  #suiteOf(algorithm: string): CipherSuite {
    const suite = this.#suites.find((known) => known.algorithm === algorithm)
    if (!suite) throw keyErrors.suiteMissing(algorithm)
    return suite
  }

  #place({ table, column, rowId }: Place, keyId: string): string {
    return placeOf(this.bankId, table, column, rowId, keyId)
  }
}

function handleOf({ handles, bytes }: CustomerKey, suite: CipherSuite): KeyHandle {
  const known = handles.get(suite.name)
  if (known) return known
  const made = suite.prepare(bytes)
  handles.set(suite.name, made)
  return made
}

const encodeKey = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
function decodeKey(text: string): Uint8Array {
  const letters = atob(text)
  const bytes = new Uint8Array(letters.length)
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at)
  return bytes
}
