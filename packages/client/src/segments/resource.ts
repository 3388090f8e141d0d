import type {
  Page,
  Segment,
  SegmentExplanation,
  SegmentId,
  SegmentPreview,
  segmentContract,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

const api = () => import('@crm/core/segments').then((room) => room.segmentContract)

/** Which part of the list of segments. */
export type SegmentQuery = Asked<typeof segmentContract.list.query>
/** A segment before it has a number: its name and its criteria. */
export type SegmentDraft = Asked<typeof segmentContract.create.body>
/** Criteria that need not be saved, to be tried out. */
export type CriteriaQuestion = Asked<typeof segmentContract.preview.body>
/** Criteria, and the customer they are to be tried on. */
export type MembershipQuestion = Asked<typeof segmentContract.explain.body>

/** `crm.segments`: groups of customers by rule. */
export class SegmentResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * The saved segments, by name.
   *
   * @throws `page.cursor_invalid`
   */
  list(query: SegmentQuery = {}, options?: CallOptions): Promise<Page<Segment>> {
    return this.#call(api, 'list', { query }, options)
  }

  /** Every saved segment, by name. */
  each(query: SegmentQuery = {}, options?: CallOptions): Listing<Segment> {
    return iterate((asked: SegmentQuery, o) => this.list(asked, o), query, options)
  }

  /**
   * One segment.
   *
   * @throws `segment.not_found`
   */
  get(id: SegmentId, options?: CallOptions): Promise<Segment> {
    return this.#call(api, 'get', { params: { id } }, options)
  }

  /**
   * Save criteria as a segment.
   *
   * @throws `criteria.invalid`, `segment.name_taken`, `access.field_not_usable`
   */
  create(draft: SegmentDraft, options?: WriteOptions): Promise<Segment> {
    return this.#call(api, 'create', { body: draft }, options)
  }

  /**
   * Change a segment's name or criteria.
   *
   * @throws `criteria.invalid`, `segment.not_found`, `segment.name_taken`,
   * `access.field_not_usable`, `write.version_stale`
   */
  update(id: SegmentId, draft: SegmentDraft, options: VersionOptions): Promise<Segment> {
    return this.#call(api, 'update', { params: { id }, body: draft }, options)
  }

  /**
   * How many of the customers one may see the criteria finds, a few of them, and the criteria in
   * words. A small count is kept back from those who may count but not see.
   *
   * @throws `criteria.invalid`, `access.field_not_usable`
   */
  preview(question: CriteriaQuestion, options?: CallOptions): Promise<SegmentPreview> {
    return this.#call(api, 'preview', { body: question }, options)
  }

  /**
   * Why a customer is in or out, condition by condition.
   *
   * @throws `criteria.invalid`, `customer.not_found`, `access.field_not_usable`
   */
  explain(question: MembershipQuestion, options?: CallOptions): Promise<SegmentExplanation> {
    return this.#call(api, 'explain', { body: question }, options)
  }
}
