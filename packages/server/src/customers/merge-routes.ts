import type { mergeContract } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { mergeStore } from './merge-store.ts'
import { mergeCustomers, type Recount, unmergeCustomers } from './merge-writing.ts'

/** Answers what `/customers` has of merges; what later rooms count is counted anew by `recount`. */
export const mergeHandlers = (recount: Recount): Handlers<typeof mergeContract> => ({
  merge: ({ session, params, body }) => mergeCustomers(session, params.id, body, recount),

  unmerge: ({ session, params, body }) =>
    unmergeCustomers(session, params.merge, body.reason, recount),

  listMerges: ({ session, params, query }) =>
    mergeStore(session).of(params.id, query.limit, query.cursor),
})
