import {
  type BankId,
  type BranchId,
  type Caller,
  type LocalDate,
  type Principal,
  Role,
} from '@crm/core'
import type { Store } from './store/store.ts'

/** A caller with the bank's own day. */
export interface Presence {
  readonly caller: Caller
  readonly today: LocalDate
}

/** How long a person's rights may be remembered, in milliseconds: a right taken away ends by then. */
const REMEMBER_MS = 5_000

/** Looks up what the bank knows of a principal: their branch tree, their roles, the business day. */
export class Directory {
  readonly #store: Store
  readonly #known = new Map<string, { readonly until: number; readonly presence: Presence }>()

  constructor(store: Store) {
    this.#store = store
  }

  /** The caller behind a principal; nobody, when the bank does not know them or has let them go. */
  async find(principal: Principal): Promise<Presence | undefined> {
    const key = `${principal.bankId}|${principal.staffId}|${principal.sessionId ?? ''}`
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

  async #read({ bankId, staffId, sessionId }: Principal): Promise<Presence | undefined> {
    const { db } = this.#store
    const staff = await db
      .selectFrom('staff')
      .innerJoin('bank', 'bank.bank_id', 'staff.bank_id')
      .select(['staff.person_id', 'staff.name', 'staff.branch_id', 'staff.roles'])
      .select('bank.business_date')
      .where('staff.bank_id', '=', bankId)
      .where('staff.staff_id', '=', staffId)
      .where('staff.active', '=', true)
      .executeTakeFirst()
    if (!staff) return undefined
    const below = await db
      .selectFrom('branch_path')
      .select('descendant_id')
      .where('bank_id', '=', bankId)
      .where('ancestor_id', '=', staff.branch_id)
      .orderBy('descendant_id')
      .execute()
    return {
      today: staff.business_date as LocalDate,
      caller: {
        bankId: bankId as BankId,
        staffId,
        personId: staff.person_id,
        name: staff.name,
        branchId: staff.branch_id as BranchId,
        branchIds: below.map((row) => row.descendant_id as BranchId),
        roles: staff.roles.filter((role): role is Role => Role.safeParse(role).success),
        ...(sessionId !== undefined && { sessionId }),
      },
    }
  }
}
