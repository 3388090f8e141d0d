import {
  customerContract as api,
  type Candidate,
  type ConsentLedger,
  CustomerId,
  type CustomerProvenance,
  type CustomerVersion,
  type CustomerView,
  type Erasure,
  type goldenContract,
  type LocalDate,
  type Ownership,
  type OwnershipOutcome,
  type ownershipContract,
  PAGE_LIMIT,
  type Page,
  type PersonFile,
  type SourceConflict,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import { Batch } from '../kit/batch.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'
import { HouseholdCalls } from './household-calls.ts'

const golden = () => import('@crm/core/customers/contracts').then((room) => room.goldenContract)

/** Which part of a source's conflicts. */
export type ConflictQuery = Asked<typeof goldenContract.listConflicts.query>
/** A customer before they have a number. */
export type NewCustomer = Asked<typeof goldenContract.create.body>
/** What somebody writes over what is known of a customer. */
export type CustomerChanges = Asked<typeof goldenContract.edit.body>
/** Which part of a customer's history. */
export type HistoryQuery = Asked<typeof goldenContract.getHistory.query>
const ownership = () =>
  import('@crm/core/customers/contracts').then((room) => room.ownershipContract)

/** Who is to have a share, and why. */
export type ShareWish = Asked<typeof ownershipContract.shareOut.body>
/** To whom a share goes, and why. */
export type HandoverWish = Asked<typeof ownershipContract.handOver.body>

/** What was typed: a name, pinyin, initials, or an ID, phone or account number. */
export type CustomerQuery = Asked<typeof api.search.body>

/** `crm.customers`: the people and firms the bank serves, as far as one may see them. */
export class CustomerResource extends HouseholdCalls {
  readonly #call: Call
  readonly #batch: Batch<CustomerId, CustomerView>

  /** @param life - the signal that ends with the sign-in */
  constructor(call: Call, life: () => AbortSignal) {
    super(call)
    this.#call = call
    this.#batch = new Batch<CustomerId, CustomerView>({
      one: (id, signal) => call(api, 'get', { params: { id } }, { signal }),
      many: (ids, signal) => this.#read(ids, { signal }),
      idOf: ({ id }) => id,
      life,
    })
  }

  /**
   * Find customers by what was typed; the best match first. What was typed travels in the body, so
   * that no name or number stays in a log of addresses. Fields may come masked: see `isMasked`.
   */
  search(query: CustomerQuery, options?: CallOptions): Promise<Page<CustomerView>> {
    return this.#call(api, 'search', { body: query }, options)
  }

  /** Everybody that a search finds. */
  eachFound(query: CustomerQuery, options?: CallOptions): Listing<CustomerView> {
    return iterate((asked: CustomerQuery, o) => this.search(asked, o), query, options)
  }

  /**
   * One customer. Calls made in the same tick travel as one, so a list may ask row by row.
   *
   * @throws `customer.not_found`, also where one may not see them
   */
  get(id: CustomerId, options: CallOptions = {}): Promise<CustomerView> {
    // One id that is none must not spoil the request of all the others.
    const alone = options.timeout !== undefined || !CustomerId.safeParse(id).success
    if (alone) return this.#call(api, 'get', { params: { id } }, options)
    return this.#batch.get(id, options.signal)
  }

  /** Several customers, in the order asked; those out of sight are left out. Any number of ids. */
  async getMany(
    ids: readonly CustomerId[],
    options?: CallOptions,
  ): Promise<readonly CustomerView[]> {
    const wanted = [...new Set(ids)]
    const reads: Promise<readonly CustomerView[]>[] = []
    for (let at = 0; at < wanted.length; at += PAGE_LIMIT)
      reads.push(this.#read(wanted.slice(at, at + PAGE_LIMIT), options))
    const found = new Map((await Promise.all(reads)).flat().map((one) => [one.id, one]))
    const asked = wanted.flatMap((id) => found.get(id) ?? [])
    // Who was merged is answered for by the survivor, whose id was not asked for.
    return [...asked, ...[...found.values()].filter(({ id }) => !wanted.includes(id))]
  }

  /**
   * Write a customer down for the first time, at one's own office. A relationship manager looks after them.
   *
   * @throws `customer.fields_invalid` with every fault, `customer.number_taken`
   */
  create(draft: NewCustomer, options?: WriteOptions): Promise<CustomerView> {
    return this.#call(golden, 'create', { body: draft }, options)
  }

  /**
   * Write over what is known; null takes a value away. What the customer `confirmed` no source overwrites.
   *
   * @throws `customer.fields_invalid` with every fault, `customer.number_taken`,
   * `customer.source_prevails`, `write.version_stale`
   */
  edit(id: CustomerId, fields: CustomerChanges, options: VersionOptions): Promise<CustomerView> {
    return this.#call(golden, 'edit', { params: { id }, body: fields }, options)
  }

  /**
   * Close a customer who has nothing left with the bank; nothing is deleted.
   *
   * @throws `customer.relationship_open`, `write.version_stale`
   */
  close(id: CustomerId, options: VersionOptions): Promise<CustomerView> {
    return this.#call(golden, 'close', { params: { id } }, options)
  }

  /**
   * Where each value of a customer comes from and why it survived, and what every source said.
   *
   * @throws `customer.not_found`
   */
  getProvenance(id: CustomerId, options?: CallOptions): Promise<CustomerProvenance> {
    return this.#call(golden, 'getProvenance', { params: { id } }, options)
  }

  /**
   * Customers of whom a source says something else than what survived, for the source to be put right.
   *
   * @throws `page.cursor_invalid`
   */
  listConflicts(
    source: string,
    query: ConflictQuery = {},
    options?: CallOptions,
  ): Promise<Page<SourceConflict>> {
    return this.#call(golden, 'listConflicts', { params: { source }, query }, options)
  }

  /** All of a source's conflicts. */
  eachConflict(
    source: string,
    query: ConflictQuery = {},
    options?: CallOptions,
  ): Listing<SourceConflict> {
    const read = (asked: ConflictQuery, o?: CallOptions) => this.listConflicts(source, asked, o)
    return iterate(read, query, options)
  }

  /**
   * Every version of a customer, the one that holds first: when it began, who made it so, what changed.
   *
   * @throws `customer.not_found`, `page.cursor_invalid`
   */
  getHistory(
    id: CustomerId,
    query: HistoryQuery = {},
    options?: CallOptions,
  ): Promise<Page<CustomerVersion>> {
    return this.#call(golden, 'getHistory', { params: { id }, query }, options)
  }

  /**
   * A customer as they were at the end of a day of the bank.
   *
   * @throws `customer.not_found`, `customer.not_known_on`
   */
  getAsOf(id: CustomerId, day: LocalDate, options?: CallOptions): Promise<CustomerView> {
    return this.#call(golden, 'getAsOf', { params: { id, day } }, options)
  }

  /**
   * Go back to an earlier version, as a new one. Going back to the one before takes an edit back whole.
   *
   * @throws `customer.version_unknown`, `customer.source_prevails`, `write.version_stale`
   */
  restore(id: CustomerId, to: number, options: VersionOptions): Promise<CustomerView> {
    return this.#call(golden, 'restore', { params: { id }, body: { to } }, options)
  }

  /** What a customer agreed to: what is open now, and every act. @throws `customer.not_found` */
  listConsents(id: CustomerId, options?: CallOptions): Promise<ConsentLedger> {
    return this.#call(api, 'listConsents', { params: { id } }, options)
  }

  /** Record that a customer agreed, or took it back: one call either way. @throws `customer.not_found` */
  recordConsent(
    id: CustomerId,
    act: Asked<typeof api.recordConsent.body>,
    options?: WriteOptions,
  ): Promise<ConsentLedger> {
    return this.#call(api, 'recordConsent', { params: { id }, body: act }, options)
  }

  /** Everything kept about one person, in full: it is theirs. @throws `access.step_up_required` */
  exportPerson(id: CustomerId, reason: string, options?: WriteOptions): Promise<PersonFile> {
    return this.#call(api, 'exportPerson', { params: { id }, body: { reason } }, options)
  }

  /** From now on the data are kept and nothing else is done with them. */
  restrict(
    id: CustomerId,
    reason: string,
    options?: WriteOptions,
  ): Promise<{ restricted: boolean }> {
    return this.#call(api, 'restrict', { params: { id }, body: { reason } }, options)
  }

  /** Lift a restriction. @throws `access.step_up_required` */
  liftRestriction(
    id: CustomerId,
    reason: string,
    options?: WriteOptions,
  ): Promise<{ restricted: boolean }> {
    return this.#call(api, 'liftRestriction', { params: { id }, body: { reason } }, options)
  }

  /**
   * Forget a customer: kept away from everybody until the law allows, then their key is destroyed.
   *
   * @throws `customer.relationship_open`, `access.step_up_required`
   */
  erase(id: CustomerId, reason: string, options?: WriteOptions): Promise<Erasure> {
    return this.#call(api, 'erase', { params: { id }, body: { reason } }, options)
  }

  /** Whose customer it was on a day, today unless told: shares, what waits, and the log. */
  listOwners(id: CustomerId, asOf?: LocalDate, options?: CallOptions): Promise<Ownership> {
    const query = asOf === undefined ? {} : { asOf }
    return this.#call(ownership, 'listOwners', { params: { id }, query }, options)
  }

  /** Who may look after a customer, those of one's own offices first. @throws `customer.not_found` */
  listCandidates(id: CustomerId, options?: CallOptions): Promise<Page<Candidate>> {
    return this.#call(ownership, 'listCandidates', { params: { id } }, options)
  }

  /** Take on a customer whom nobody looks after. @throws `customer.already_owned` */
  claim(id: CustomerId, options: VersionOptions): Promise<OwnershipOutcome> {
    return this.#call(ownership, 'claim', { params: { id } }, options)
  }

  /**
   * Hand a share over to a colleague, the main manager's unless told. Somebody else's waits for agreement.
   *
   * @throws `customer.owner_unfit`, `customer.not_an_owner`, `write.version_stale`
   */
  handOver(id: CustomerId, wish: HandoverWish, options: VersionOptions): Promise<OwnershipOutcome> {
    return this.#call(ownership, 'handOver', { params: { id }, body: wish }, options)
  }

  /**
   * From today on these share the customer, in basis points that add up to 10,000.
   *
   * @throws `customer.owner_unfit`, `access.shares_unsound`, `write.version_stale`
   */
  shareOut(id: CustomerId, wish: ShareWish, options: VersionOptions): Promise<OwnershipOutcome> {
    return this.#call(ownership, 'shareOut', { params: { id }, body: wish }, options)
  }

  /** Hand a whole book over: what is not one's own to give waits for agreement, one by one. */
  handOverBook(
    wish: Asked<typeof ownershipContract.handOverBook.body>,
    options?: WriteOptions,
  ): Promise<{ readonly moved: number; readonly waiting: number }> {
    return this.#call(ownership, 'handOverBook', { body: wish }, options)
  }

  async #read(ids: readonly CustomerId[], options?: CallOptions): Promise<readonly CustomerView[]> {
    const { items } = await this.#call(api, 'getMany', { query: { ids: ids.join(',') } }, options)
    return items
  }
}
