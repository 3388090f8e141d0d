import {
  type Caller,
  concerns,
  type FieldPlan,
  fieldPlan,
  type Instant,
  kitErrors,
  type LocalDate,
  type Policy,
  type Scope,
  scopeOf,
  type ViewMeta,
} from '@crm/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from './keys/bank-keys.ts'
import type { Licensing } from './licensing.ts'

/** Where time and names come from; a test gives its own. */
export interface Ports {
  /** The moment, for records of what happened. The bank's day comes from the bank. */
  readonly now: () => Instant
  /** A new identifier: `rem_…`. */
  readonly newId: (prefix: string) => string
}

/** What a write tells the rest of the system, in the same transaction. */
export interface Change {
  /** The room whose readers should look again. */
  readonly room: string
  readonly deed: string
  readonly subjectKind: string
  readonly subjectId: string
  /** The customer it concerns, with where they belong: decides who may hear of it. */
  readonly customer?: {
    readonly id: string
    readonly branchId: string
    readonly managerId?: string | undefined
  }
}

/** Where a call comes from, and what for. */
export interface Origin {
  /** The caller's network address, as far as the host says it can be trusted; else empty. */
  readonly address: string
  /** Why they look, as they said: `incoming-call`. Empty where nothing was said. */
  readonly purpose: string
}

/** What a session is made of. */
export interface SessionStart {
  readonly caller: Caller
  /** The bank's accounting day. */
  readonly today: LocalDate
  readonly policies: readonly Policy[]
  /** The rooms that are switched on. */
  readonly modules: readonly string[]
  readonly ports: Ports
  /** The bank's keys, for what lies sealed. */
  readonly keys: BankKeys
  readonly origin: Origin
  /** Absent where everything is on. */
  readonly licensing?: Licensing | undefined
}

/** One call's hold on the store: the connection, who is asking, and what they may see. */
export class ReadSession {
  readonly db: Kysely<Database>
  readonly caller: Caller
  readonly today: LocalDate
  readonly modules: readonly string[]
  readonly ports: Ports
  readonly keys: BankKeys
  readonly origin: Origin
  readonly licensing: Licensing | undefined
  readonly policies: readonly Policy[]
  readonly #scopes = new Map<string, Scope>()

  constructor(db: Kysely<Database>, start: SessionStart) {
    this.db = db
    this.caller = start.caller
    this.today = start.today
    this.modules = start.modules
    this.ports = start.ports
    this.keys = start.keys
    this.origin = start.origin
    this.licensing = start.licensing
    this.policies = start.policies
  }

  get bankId(): Caller['bankId'] {
    return this.caller.bankId
  }

  /** The rows of a resource that the caller may see. */
  scope(resource: string): Scope {
    const known = this.#scopes.get(resource)
    if (known) return known
    const scope = scopeOf(this.policies, this.caller, resource)
    this.#scopes.set(resource, scope)
    return scope
  }

  /** Does any policy that gives the caller sight ask something in return? */
  owesAnything(resource: string): boolean {
    return this.policies.some(
      (policy) => policy.obligations !== undefined && concerns(policy, this.caller, resource),
    )
  }

  /** The policies that speak of the caller and a resource, for the record. */
  policyIds(resource: string): string {
    return this.policies
      .filter((policy) => concerns(policy, this.caller, resource))
      .map(({ id, version }) => `${id}@${version}`)
      .join(' ')
  }

  /** What the caller gets of each field of a view. */
  plan(meta: ViewMeta): FieldPlan {
    return fieldPlan(this.policies, this.caller, meta)
  }
}

/** A read session inside a transaction, which may also change things and must say what it changed. */
export class WriteSession extends ReadSession {
  declare readonly db: Transaction<Database>
  readonly changes: Change[] = []
  readonly #expected: number | undefined
  #checked = false

  constructor(db: Transaction<Database>, start: SessionStart, expected: number | undefined) {
    super(db, start)
    this.#expected = expected
  }

  /**
   * Hold a record to the version that the caller says to have seen.
   *
   * @throws `write.version_stale`
   */
  expectVersion(record: { readonly id: string; readonly version: number }): void {
    this.#checked = true
    if (this.#expected !== undefined && this.#expected !== record.version)
      throw kitErrors.versionStale(record.id, this.#expected, record.version)
  }

  /** True once a handler has held its record to the expected version. */
  get versionChecked(): boolean {
    return this.#checked
  }

  /** Say what changed, for the outbox. */
  changed(change: Change): void {
    this.changes.push(change)
  }
}
