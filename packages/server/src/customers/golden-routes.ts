import type { goldenContract } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { goldenStore } from './golden-store.ts'

/** Answers what `/customers` has of golden records. */
export const goldenHandlers: Handlers<typeof goldenContract> = {
  getProvenance: ({ session, params }) => goldenStore(session).provenance(params.id),

  listConflicts: ({ session, params, query }) =>
    goldenStore(session).conflicts(params.source, query.limit, query.cursor),
}
