import type { Role } from '../access/index.ts'
import type { Fen, LocalDate } from '../kit/index.ts'

// What a source says, in its own keys. The loader turns keys into ids, and checks that those a row
// names are there.

/** An office of the bank. */
export interface BranchDraft {
  readonly key: string
  readonly name: string
  readonly parentKey?: string | undefined
  /** Whatever else the source tells of it. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
}

/** Somebody who works there. */
export interface StaffDraft {
  readonly key: string
  readonly personId: string
  readonly name: string
  readonly branchKey: string
  readonly roles: readonly Role[]
}

/** A customer, as one source knows them. */
export interface CustomerDraft {
  readonly key: string
  readonly kind: 'person' | 'firm'
  readonly name: string
  readonly gender?: 'female' | 'male' | undefined
  readonly bornOn?: LocalDate | undefined
  readonly birthdayCalendar: 'solar' | 'lunar' | 'unknown'
  readonly idNumber?: string | undefined
  readonly phone?: string | undefined
  readonly village?: string | undefined
  readonly address?: string | undefined
  readonly branchKey: string
  readonly managerKey?: string | undefined
  readonly openedOn: LocalDate
  readonly status: 'active' | 'dormant' | 'closed' | 'deceased'
}

/** A ledger account, with its owner. */
export interface AccountDraft {
  readonly key: string
  readonly ownerKey: string
  readonly number: string
  readonly kind: 'current' | 'savings' | 'term' | 'loan'
  readonly product: string
  readonly currency: string
  readonly branchKey: string
  readonly openedOn: LocalDate
  readonly closedOn?: LocalDate | undefined
  /** Where the file tells none, the last movement that prints one does. */
  readonly balanceFen?: Fen | undefined
  readonly balanceOn?: LocalDate | undefined
  readonly status: 'open' | 'closed' | 'frozen' | 'dormant'
}

/** Somebody who may use an account. */
export interface HolderDraft {
  readonly key: string
  readonly accountKey: string
  readonly customerKey: string
  readonly role: 'owner' | 'authorised'
}

/** One product in one customer's hands; of the account's owner where no customer is named. */
export interface HoldingDraft {
  readonly key: string
  readonly customerKey?: string | undefined
  readonly accountKey?: string | undefined
  readonly product: 'term-deposit' | 'loan' | 'wealth' | 'card' | 'standing-order' | 'insurance'
  readonly name: string
  readonly currency: string
  readonly amountFen?: Fen | undefined
  readonly rateBp?: number | undefined
  readonly instalmentFen?: Fen | undefined
  readonly openedOn?: LocalDate | undefined
  readonly maturesOn?: LocalDate | undefined
  readonly autoRenews?: boolean | undefined
  readonly status: 'active' | 'overdue' | 'closed'
}

/** Money in or out; it belongs to the account's owner. */
export interface MovementDraft {
  readonly key: string
  readonly accountKey: string
  readonly bookedOn: LocalDate
  /** In fen, out negative. */
  readonly amountFen: Fen
  readonly currency: string
  readonly balanceFen?: Fen | undefined
  readonly kind: string
  readonly channel?: string | undefined
  readonly counterpartyName?: string | undefined
  readonly counterpartyAccount?: string | undefined
  readonly counterpartyBank?: string | undefined
  readonly memo?: string | undefined
}

/** What somebody is to a customer: another customer, or somebody of whom only the name is known. */
export interface RelationshipRecord {
  readonly key: string
  readonly customerKey: string
  /** The other customer; where there is none, `otherName` says who it is. */
  readonly otherKey?: string | undefined
  readonly otherName?: string | undefined
  readonly otherKind?: 'person' | 'firm' | undefined
  /** What the other is to the customer. */
  readonly role:
    | 'spouse'
    | 'parent'
    | 'child'
    | 'grandparent'
    | 'grandchild'
    | 'sibling'
    | 'relative'
    | 'guarantor'
    | 'guaranteed'
    | 'joint-liability'
    | 'owner'
    | 'owned'
    | 'controller'
    | 'controlled'
    | 'legal-representative'
    | 'represented'
    | 'employer'
    | 'employee'
  readonly shareBp?: number | undefined
  readonly amountFen?: Fen | undefined
  readonly fromOn?: LocalDate | undefined
  /** The first day on which it is so no more. */
  readonly toOn?: LocalDate | undefined
}

/** That a customer belongs to the household of a register number (户号). */
export interface HouseholdRecord {
  readonly key: string
  readonly number: string
  readonly customerKey: string
  readonly role: 'head' | 'member'
  /** Where the source tells no days, a customer who is in another household than before has moved on the file's day. */
  readonly fromOn?: LocalDate | undefined
  readonly toOn?: LocalDate | undefined
}

/** The record kinds a source may deliver, in the order they build on one another. */
export interface Drafts {
  readonly branches: BranchDraft
  readonly staff: StaffDraft
  readonly customers: CustomerDraft
  readonly relationships: RelationshipRecord
  readonly households: HouseholdRecord
  readonly accounts: AccountDraft
  readonly holders: HolderDraft
  readonly holdings: HoldingDraft
  readonly movements: MovementDraft
}
/** One of the record kinds. */
export type RecordKind = keyof Drafts
