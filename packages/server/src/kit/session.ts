import {
  type BackupFacts,
  type Caller,
  concerns,
  type FieldPlan,
  type FieldUse,
  fieldPlan,
  fieldUses,
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
import type { Approving } from './approval-kind.ts'
import type { Entry } from './audit/record.ts'
import type { BankKeys } from './keys/bank-keys.ts'
import type { Licensing } from './licensing.ts'
import type { Who } from './limits/daily.ts'
import type { Guard } from './limits/guard.ts'

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
  /** What holds on days on which the bank has none of its own; those of today, when left out. */
  readonly basePolicies?: readonly Policy[]
  /** The rooms that are switched on. */
  readonly modules: readonly string[]
  readonly ports: Ports
  /** The bank's keys, for what lies sealed. */
  readonly keys: BankKeys
  readonly origin: Origin
  /** Absent where everything is on. */
  readonly licensing?: Licensing | undefined
  readonly guard: Guard
  readonly approvals: Approving
  /** Absent where the host has not said where its backups lie. */
  readonly backups?: (() => Promise<BackupFacts>) | undefined
  /** True where its statements run behind row-level security. */
  readonly rowSecurity?: boolean
}

/** How far China's clocks are ahead of UTC. */
const CHINA_MS = 8 * 3_600_000

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
  readonly guard: Guard
  readonly approvals: Approving
  readonly policies: readonly Policy[]
  readonly backups: SessionStart['backups']
  readonly basePolicies: readonly Policy[]
  readonly rowSecurity: boolean
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
    this.guard = start.guard
    this.approvals = start.approvals
    this.policies = start.policies
    this.basePolicies = start.basePolicies ?? start.policies
    this.rowSecurity = start.rowSecurity ?? false
    this.backups = start.backups
  }

  get bankId(): Caller['bankId'] {
    return this.caller.bankId
  }

  /** Whose calls are counted: the same id at another bank is somebody else. */
  get whose(): string {
    return `${this.bankId}|${this.caller.staffId}`
  }

  /** Who and which calendar day, for what is counted by the day; China keeps one time. */
  get who(): Who {
    const local = Date.parse(this.ports.now()) + CHINA_MS
    const day = new Date(local).toISOString().slice(0, 10)
    return { bankId: this.bankId, staffId: this.caller.staffId, day }
  }

  /** Is a room part of the bank's licence? Always, where there is none. */
  covers(module: string): boolean {
    return this.licensing?.covers(this.bankId, module) ?? true
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

  /** May the caller filter, sort or add up by this field? What is masked for them tells nothing that way either. */
  mayUse(resource: string, field: string, use: FieldUse): boolean {
    return fieldUses(this.policies, this.caller, resource, [field], use).has(field)
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
  /** What the record of this call says beyond what the kit knows of itself. */
  recordMore: Partial<
    Pick<Entry, 'fieldNames' | 'objectId' | 'purpose' | 'beforeMark' | 'afterMark'>
  > = {}
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

  /** Say what the record of this call must hold besides. */
  onRecord(more: WriteSession['recordMore']): void {
    this.recordMore = { ...this.recordMore, ...more }
  }

  /** Say what changed, for the outbox. */
  changed(change: Change): void {
    this.changes.push(change)
  }
}
