import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { type Contract, Masked } from '../kit/index.ts'

/** Somebody who may be calling: enough to greet them by and to ask a question, and no more. */
export const CallerCandidate = z.strictObject({
  customerId: CustomerId,
  kind: z.enum(['person', 'firm']),
  name: Masked,
  village: z.optional(z.string()),
  /** What they can be asked for; empty where the bank knows nothing to ask. */
  questions: z.readonly(z.array(z.enum(['idTail', 'bornOn']))),
})
export interface CallerCandidate extends z.infer<typeof CallerCandidate> {}

/** Who may be calling from a number. */
export const CallerAnswer = z.strictObject({
  kind: z.enum(['mobile', 'landline', 'other', 'unknown']),
  /** Several, where a family shares the phone; none, where nobody is known by it. */
  candidates: z.readonly(z.array(CallerCandidate)),
})
export interface CallerAnswer extends z.infer<typeof CallerAnswer> {}

/** What came of a question to the caller. */
export const CallerVerification = z.strictObject({
  verified: z.boolean(),
  /** How many more answers may be tried for this customer today. */
  left: z.int(),
})
export interface CallerVerification extends z.infer<typeof CallerVerification> {}

/** The customer on the phone: who it may be, and whether it is. */
export const callerContract = {
  findCaller: {
    method: 'POST',
    path: '/desk/callers',
    needs: 'customer:read',
    body: z.strictObject({ number: z.string().check(z.minLength(1), z.maxLength(60)) }),
    returns: CallerAnswer,
    errors: [],
    discloses: true,
  },
  verifyCaller: {
    method: 'POST',
    path: '/desk/callers/verify',
    needs: 'customer:read',
    body: z.strictObject({
      customerId: CustomerId,
      question: z.enum(['idTail', 'bornOn']),
      /** Four characters of the ID number's end, or a birthday as digits. */
      answer: z.string().check(z.minLength(4), z.maxLength(20)),
    }),
    returns: CallerVerification,
    writes: true,
    expects: 'none',
    errors: ['customer.not_found', 'caller.nothing_to_ask', 'caller.tries_spent'],
  },
} as const satisfies Contract
