import * as z from 'zod/mini'

/** An amount in whole fen (the hundredth of the account's currency). Never a float, never yuan. */
export const Fen = z.int().brand<'Fen'>()
export type Fen = z.infer<typeof Fen>

/** An ISO 4217 code. */
export const Currency = z.string().check(z.regex(/^[A-Z]{3}$/))
