import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { CustomerId, CustomerView } from '../customers/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { InteractionId, InteractionView, interactionFields } from './interaction.ts'

/** An interaction with the customer it was with. */
export const InteractionWith = z.strictObject({
  interaction: InteractionView,
  customer: CustomerView,
})
export type InteractionWith = z.infer<typeof InteractionWith>

const params = z.strictObject({ id: InteractionId })
const written = ['interaction.in_future', 'interaction.next_step_past'] as const

export const interactionContract = {
  listOf: {
    method: 'GET',
    path: '/interactions',
    needs: 'interaction:read',
    query: z.strictObject({ ...pageQuery, customerId: CustomerId }),
    returns: page(InteractionView),
    errors: ['customer.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
  listByStaff: {
    method: 'GET',
    path: '/interactions/by-staff',
    needs: 'interaction:read',
    query: z.strictObject({
      ...pageQuery,
      /** Whose; one's own when left out. */
      staffId: z.optional(StaffId),
      /** On which day of the bank's own clock; today when left out. */
      day: z.optional(LocalDate),
    }),
    returns: page(InteractionWith),
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
  listNextSteps: {
    method: 'GET',
    path: '/interactions/next-steps',
    needs: 'interaction:read',
    query: z.strictObject({ ...pageQuery, until: LocalDate }),
    returns: page(InteractionWith),
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
  get: {
    method: 'GET',
    path: '/interactions/:id',
    needs: 'interaction:read',
    params,
    returns: InteractionView,
    errors: ['interaction.not_found'],
    discloses: true,
  },
  create: {
    method: 'POST',
    path: '/interactions',
    needs: 'interaction:write',
    body: z.strictObject({
      customerId: CustomerId,
      ...interactionFields,
      /** Final at once, or a draft that only its writer sees. */
      submit: z._default(z.boolean(), true),
    }),
    returns: InteractionView,
    writes: true,
    expects: 'new',
    errors: ['customer.not_found', 'interaction.not_found', ...written],
    discloses: true,
  },
  update: {
    method: 'PUT',
    path: '/interactions/:id',
    needs: 'interaction:write',
    params,
    body: z.strictObject(interactionFields),
    returns: InteractionView,
    writes: true,
    expects: 'version',
    errors: ['interaction.not_found', 'interaction.submitted', ...written],
    discloses: true,
  },
  submit: {
    method: 'POST',
    path: '/interactions/:id/submit',
    needs: 'interaction:write',
    params,
    returns: InteractionView,
    writes: true,
    expects: 'version',
    errors: ['interaction.not_found', 'interaction.submitted', ...written],
    discloses: true,
  },
  discard: {
    method: 'POST',
    path: '/interactions/:id/discard',
    needs: 'interaction:write',
    params,
    returns: z.strictObject({ id: InteractionId }),
    writes: true,
    expects: 'version',
    errors: ['interaction.not_found', 'interaction.submitted'],
  },
  addTo: {
    method: 'POST',
    path: '/interactions/:id/addenda',
    needs: 'interaction:write',
    params,
    body: z.strictObject({ text: z.string().check(z.minLength(1), z.maxLength(2_000)) }),
    returns: InteractionView,
    writes: true,
    expects: 'none',
    errors: ['interaction.not_found', 'interaction.still_draft'],
    discloses: true,
  },
} as const satisfies Contract
