import type {
  CustomerId,
  InteractionId,
  InteractionView,
  InteractionWith,
  interactionContract,
  LocalDate,
  Page,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { iterate, type Listing, type Slice } from '../kit/paging.ts'

const api = () => import('@crm/core/interactions').then((room) => room.interactionContract)

/** Whose interactions of which day; one's own of today when left out. */
export type StaffDayQuery = Asked<typeof interactionContract.listByStaff.query>
/** An interaction as it is written down: final at once, unless `submit` is false. */
export type InteractionEntry = Asked<typeof interactionContract.create.body>
/** A draft as it is to be. */
export type InteractionDraft = Asked<typeof interactionContract.update.body>

/** `crm.interactions`: what was said and done with customers. */
export class InteractionResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /** What was said and done with a customer, newest first. @throws `customer.not_found` */
  listOf(
    customerId: CustomerId,
    slice: Slice = {},
    options?: CallOptions,
  ): Promise<Page<InteractionView>> {
    return this.#call(api, 'listOf', { query: { ...slice, customerId } }, options)
  }

  /** All of it, newest first. */
  eachOf(
    customerId: CustomerId,
    slice: Slice = {},
    options?: CallOptions,
  ): Listing<InteractionView> {
    return iterate((asked: Slice, o) => this.listOf(customerId, asked, o), slice, options)
  }

  /** What somebody did on a day, newest first. @throws `page.cursor_invalid` */
  listByStaff(query: StaffDayQuery = {}, options?: CallOptions): Promise<Page<InteractionWith>> {
    return this.#call(api, 'listByStaff', { query }, options)
  }

  /** Next steps to be taken by a day that nobody has taken up, soonest first. */
  listNextSteps(
    until: LocalDate,
    slice: Slice = {},
    options?: CallOptions,
  ): Promise<Page<InteractionWith>> {
    return this.#call(api, 'listNextSteps', { query: { ...slice, until } }, options)
  }

  /** One interaction. @throws `interaction.not_found` */
  get(id: InteractionId, options?: CallOptions): Promise<InteractionView> {
    return this.#call(api, 'get', { params: { id } }, options)
  }

  /** Write an interaction down. @throws `interaction.in_future`, `interaction.next_step_past` */
  create(entry: InteractionEntry, options?: WriteOptions): Promise<InteractionView> {
    return this.#call(api, 'create', { body: entry }, options)
  }

  /** Change a draft of one's own. @throws `interaction.submitted`, `write.version_stale` */
  update(
    id: InteractionId,
    draft: InteractionDraft,
    options: VersionOptions,
  ): Promise<InteractionView> {
    return this.#call(api, 'update', { params: { id }, body: draft }, options)
  }

  /** Submit a draft: it is final from then on. @throws `interaction.submitted` */
  submit(id: InteractionId, options: VersionOptions): Promise<InteractionView> {
    return this.#call(api, 'submit', { params: { id } }, options)
  }

  /** Throw a draft of one's own away. @throws `interaction.submitted` */
  discard(id: InteractionId, options: VersionOptions): Promise<{ readonly id: InteractionId }> {
    return this.#call(api, 'discard', { params: { id } }, options)
  }

  /** Add to what was submitted; it stays as it was. @throws `interaction.still_draft` */
  addTo(id: InteractionId, text: string, options?: WriteOptions): Promise<InteractionView> {
    return this.#call(api, 'addTo', { params: { id }, body: { text } }, options)
  }
}
