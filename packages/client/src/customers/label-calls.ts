import type {
  CustomerId,
  CustomerView,
  Label,
  LabelChangeId,
  LabelId,
  LabelLine,
  LabelOutcome,
  labelContract,
  Page,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, WriteOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

const api = () => import('@crm/core/customers/contracts').then((room) => room.labelContract)

/** A tag or a list before it is made. */
export type LabelDraft = Asked<typeof labelContract.createLabel.body>
/** Who is put under a label, or taken off. */
export type LabelChange = Asked<typeof labelContract.changeLabelled.body>
/** Which part of the customers under a label. */
export type LabelledQuery = Asked<typeof labelContract.listLabelled.query>

/** The part of `crm.customers` that is about tags of the bank and lists of one's own. */
export class LabelCalls {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /** The bank's tags, one's own lists and those that the office shares, with how many one sees under each. */
  listLabels(options?: CallOptions): Promise<{ readonly items: readonly LabelLine[] }> {
    return this.#call(api, 'listLabels', {}, options)
  }

  /** Make a tag or a list. @throws `label.name_taken`, `label.tag_needs_manager` */
  createLabel(draft: LabelDraft, options?: WriteOptions): Promise<Label> {
    return this.#call(api, 'createLabel', { body: draft }, options)
  }

  /** The customers under a label. @throws `label.not_found`, `page.cursor_invalid` */
  listLabelled(
    label: LabelId,
    query: LabelledQuery = {},
    options?: CallOptions,
  ): Promise<Page<CustomerView>> {
    return this.#call(api, 'listLabelled', { params: { label }, query }, options)
  }

  /** Every customer under a label, read page by page as you go. */
  eachLabelled(
    label: LabelId,
    query: LabelledQuery = {},
    options?: CallOptions,
  ): Listing<CustomerView> {
    return iterate((asked: LabelledQuery, o) => this.listLabelled(label, asked, o), query, options)
  }

  /** What a customer is under. @throws `customer.not_found` */
  listLabelsOf(
    id: CustomerId,
    options?: CallOptions,
  ): Promise<{ readonly items: readonly Label[] }> {
    return this.#call(api, 'listLabelsOf', { params: { id } }, options)
  }

  /**
   * Put customers under a label or take them off, up to 2,000 at once: who is not there is refused by
   * itself, and the rest is done.
   *
   * @throws `label.not_found`
   */
  changeLabelled(
    label: LabelId,
    change: LabelChange,
    options?: WriteOptions,
  ): Promise<LabelOutcome> {
    return this.#call(api, 'changeLabelled', { params: { label }, body: change }, options)
  }

  /** Take back all that one change did. @throws `label.change_not_found` */
  undoLabelled(change: LabelChangeId, options?: WriteOptions): Promise<LabelOutcome> {
    return this.#call(api, 'undoLabelled', { params: { change } }, options)
  }
}
