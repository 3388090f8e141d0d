import * as z from 'zod/mini'

/** Why a rule decided what it decided. The code is stable; the words live in the catalogues. */
export const Reason = z.readonly(
  z.strictObject({
    code: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
)
export interface Reason extends z.infer<typeof Reason> {}
