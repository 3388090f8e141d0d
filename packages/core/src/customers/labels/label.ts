import * as z from 'zod/mini'
import { StaffId } from '../../access/index.ts'
import { id, plainName } from '../../kit/index.ts'
import { CustomerId } from '../customer.ts'

export const LabelId = id('lab', 'LabelId')
export type LabelId = z.infer<typeof LabelId>
export const LabelChangeId = id('lch', 'LabelChangeId')
export type LabelChangeId = z.infer<typeof LabelChangeId>

/** A label's name as it is kept: composed, single spaces, something to be seen in it. */
export const LabelName = z.string().check(z.overwrite(plainName), z.minLength(1), z.maxLength(40))

/**
 * What customers are put under by hand: a `tag` is a word of the whole bank, a `group` is somebody's own
 * list, theirs alone or shared with their office.
 */
export const Label = z.strictObject({
  id: LabelId,
  version: z.int(),
  kind: z.enum(['tag', 'group']),
  name: LabelName,
  shared: z.boolean(),
  madeBy: StaffId,
})
export interface Label extends z.infer<typeof Label> {}

/** A label, and under it how many customers whom the reader sees. */
export const LabelLine = z.strictObject({ label: Label, customers: z.int() })
export interface LabelLine extends z.infer<typeof LabelLine> {}

/** What came of putting many customers under a label, or of taking them off, each by itself. */
export const LabelOutcome = z.strictObject({
  /** By which all of it is taken back; absent where nothing changed. */
  changeId: z.optional(LabelChangeId),
  changed: z.int(),
  /** They were under it already, or were not. */
  unchanged: z.int(),
  /** Those that are not there for whoever asks. */
  refused: z.readonly(z.array(z.strictObject({ customerId: CustomerId, code: z.string() }))),
})
export interface LabelOutcome extends z.infer<typeof LabelOutcome> {}
