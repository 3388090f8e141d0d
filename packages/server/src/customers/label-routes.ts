import type { labelContract } from '@crm/core'
import type { Handlers } from '../kit/answer.ts'
import { labelStore } from './label-store.ts'
import { changeLabelled, createLabel, undoLabelled } from './label-writing.ts'

/** Answers what `/customers` has of tags and lists. */
export const labelHandlers: Handlers<typeof labelContract> = {
  listLabels: async ({ session }) => ({ items: await labelStore(session).list() }),

  createLabel: ({ session, body }) => createLabel(session, body),

  listLabelled: ({ session, params, query }) =>
    labelStore(session).customers(params.label, query.limit, query.cursor),

  listLabelsOf: async ({ session, params }) => ({ items: await labelStore(session).of(params.id) }),

  changeLabelled: ({ session, params, body }) =>
    changeLabelled(session, params.label, body.deed, body.customerIds),

  undoLabelled: ({ session, params }) => undoLabelled(session, params.change),
}
