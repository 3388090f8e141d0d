import * as z from 'zod/mini'

/** An identifier that says what it names: `cus_…` can never be passed where `rem_…` is asked for. */
export const id = <const Name extends string>(prefix: string, _name: Name) =>
  z
    .string()
    .check(z.regex(new RegExp(`^${prefix}_[a-z0-9]{1,40}$`)))
    .brand<Name>()

/** The bank whose data this is; first column of every key. */
export const BankId = id('bnk', 'BankId')
export type BankId = z.infer<typeof BankId>
