import {
  accessErrors,
  type BankId,
  type BranchId,
  type Caller,
  checkPolicies,
  clashingDuties,
  type Instant,
  type LocalDate,
  type Policy,
  type Principal,
  Role,
} from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { policyColumns } from './scope-sql.ts'
import type { Store } from './store/store.ts'

/** A caller with the bank's own day. */
export interface Presence {
  readonly caller: Caller
  readonly today: LocalDate
  /** The policies in force at the bank on its day. */
  readonly policies: readonly Policy[]
  /** What holds on days on which the bank has none of its own. */
  readonly basePolicies?: readonly Policy[]
}

/** How long a person's rights may be remembered, in milliseconds: a right taken away ends by then. */
const REMEMBER_MS = 5_000

/** Looks up what the bank knows of a principal: their branch tree, their roles, the business day. */
export class Directory {
  readonly #store: Store
  readonly #base: readonly Policy[]
  readonly #now: () => Instant
  readonly #sets = new Map<string, { readonly key: string; readonly policies: readonly Policy[] }>()
  readonly #known = new Map<string, { readonly until: number; readonly presence: Presence }>()

  /** `base` holds where a bank has no policies of its own; `now` tells which sessions are over. */
  constructor(store: Store, base: readonly Policy[], now: () => Instant) {
    this.#store = store
    this.#now = now
    this.#base = base
  }

  /** The caller behind a principal; nobody, when the bank does not know them or has let them go. */
  async find(principal: Principal): Promise<Presence | undefined> {
    const key = [
      principal.bankId,
      principal.staffId,
      principal.sessionId,
      principal.assurance,
      principal.provedAt,
    ].join('|')
    const now = performance.now()
    const known = this.#known.get(key)
    if (known && known.until > now) return known.presence
    const presence = await this.#read(principal)
    if (this.#known.size > 10_000) this.#known.clear()
    if (presence) this.#known.set(key, { until: now + REMEMBER_MS, presence })
    else this.#known.delete(key)
    return presence
  }

  /** Forget everybody, so that the next call reads afresh. */
  forget(): void {
    this.#known.clear()
  }

  /** The newest policies of the bank that are in force on a day. */
  async #policiesOf(bankId: string, today: LocalDate): Promise<readonly Policy[]> {
    const found = await policiesOn(this.#store.db, bankId, today)
    if (!found) return this.#base
    const key = `${found.version}`
    const known = this.#sets.get(bankId)
    if (known?.key === key) return known.policies
    const policies = checkPolicies(found.policies, policyColumns)
    this.#sets.set(bankId, { key, policies })
    return policies
  }

  async #read(principal: Principal): Promise<Presence | undefined> {
    const { bankId, staffId, sessionId, assurance, provedAt } = principal
    const { db } = this.#store
    const staff = await db
      .selectFrom('staff')
      .innerJoin('bank', 'bank.bank_id', 'staff.bank_id')
      .select(['staff.person_id', 'staff.name', 'staff.branch_id', 'staff.roles'])
      .select('bank.business_date')
      .select(
        sql<boolean>`exists (select 1 from denied_session as d where d.bank_id = staff.bank_id
          and d.session_id in (${sessionId ?? ''}, ${`*${staffId}`}) and d.session_id <> ''
          and d.until_at > ${this.#now()}::timestamptz)`.as('denied'),
      )
      .where('staff.bank_id', '=', bankId)
      .where('staff.staff_id', '=', staffId)
      .where('staff.active', '=', true)
      .executeTakeFirst()
    if (!staff || staff.denied) return undefined
    const roles = staff.roles.filter((role): role is Role => Role.safeParse(role).success)
    const clash = clashingDuties(roles)
    if (clash) throw accessErrors.dutiesClash(...clash)
    const below = await db
      .selectFrom('branch_path')
      .select('descendant_id')
      .where('bank_id', '=', bankId)
      .where('ancestor_id', '=', staff.branch_id)
      .orderBy('descendant_id')
      .execute()
    return {
      today: staff.business_date as LocalDate,
      basePolicies: this.#base,
      policies: await this.#policiesOf(bankId, staff.business_date as LocalDate),
      caller: {
        ...(assurance !== undefined && { assurance }),
        ...(provedAt !== undefined && { provedAt }),
        bankId: bankId as BankId,
        staffId,
        personId: staff.person_id,
        name: staff.name,
        branchId: staff.branch_id as BranchId,
        branchIds: below.map((row) => row.descendant_id as BranchId),
        roles,
        ...(sessionId !== undefined && { sessionId }),
      },
    }
  }
}

/** The policy set of a bank that holds on a day; nothing, where the shipped ones do. */
export const policiesOn = (
  db: Kysely<Database>,
  bankId: string,
  day: LocalDate,
): Promise<{ readonly version: number; readonly policies: readonly Policy[] } | undefined> =>
  db
    .selectFrom('policy_set')
    .select(['version', 'policies'])
    .where('bank_id', '=', bankId)
    .where('from_on', '<=', day)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
