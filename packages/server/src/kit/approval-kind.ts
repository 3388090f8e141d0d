import type { AuthorityLine } from '@crm/core'
import type { WriteSession } from './session.ts'

/** How one kind of request is carried out once enough people have agreed. */
export interface ApprovalKind {
  /**
   * Does it, in the transaction of the last agreement: both are saved, or neither. What it throws
   * leaves the request waiting.
   */
  readonly apply: (
    session: WriteSession,
    request: { readonly id: string; readonly content: unknown; readonly makerId: string },
  ) => Promise<void>
}

/** What approvals stand on: how each kind is carried out, and who may agree to how much. */
export interface Approving {
  readonly kinds: Readonly<Record<string, ApprovalKind>>
  readonly authority: readonly AuthorityLine[]
}
