import * as z from 'zod/mini'
import { type Contract, page, pageQuery } from '../../kit/index.ts'
import { CustomerId, CustomerView } from '../customer.ts'
import { Label, LabelChangeId, LabelId, LabelLine, LabelOutcome } from './label.ts'

/** How many customers one call puts under a label. */
export const LABEL_MOST = 2_000

const many = z.readonly(z.array(CustomerId).check(z.minLength(1), z.maxLength(LABEL_MOST)))

/** Tags and lists of one's own, and who is under them. */
export const labelContract = {
  listLabels: {
    method: 'GET',
    path: '/customers/labels',
    needs: 'label:read',
    returns: z.strictObject({ items: z.readonly(z.array(LabelLine)) }),
    errors: [],
  },
  createLabel: {
    method: 'POST',
    path: '/customers/labels',
    needs: 'label:write',
    body: z.strictObject({
      kind: Label.shape.kind,
      name: Label.shape.name,
      shared: z._default(z.boolean(), false),
    }),
    returns: Label,
    errors: ['label.name_taken', 'label.tag_needs_manager'],
    writes: true,
    expects: 'new',
  },
  listLabelled: {
    method: 'GET',
    path: '/customers/labels/:label/customers',
    needs: 'label:read',
    params: z.strictObject({ label: LabelId }),
    query: z.strictObject(pageQuery),
    returns: page(CustomerView),
    errors: ['label.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
  listLabelsOf: {
    method: 'GET',
    path: '/customers/:id/labels',
    needs: 'label:read',
    params: z.strictObject({ id: CustomerId }),
    returns: z.strictObject({ items: z.readonly(z.array(Label)) }),
    errors: ['customer.not_found'],
  },
  changeLabelled: {
    method: 'POST',
    path: '/customers/labels/:label/customers',
    needs: 'label:write',
    params: z.strictObject({ label: LabelId }),
    body: z.strictObject({ deed: z.enum(['put', 'take']), customerIds: many }),
    returns: LabelOutcome,
    errors: ['label.not_found'],
    writes: true,
    expects: 'none',
  },
  undoLabelled: {
    method: 'POST',
    path: '/customers/labels/changes/:change/undo',
    needs: 'label:write',
    params: z.strictObject({ change: LabelChangeId }),
    returns: LabelOutcome,
    errors: ['label.change_not_found'],
    writes: true,
    expects: 'none',
  },
} as const satisfies Contract
