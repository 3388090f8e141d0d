import type { Generated } from 'kysely'

/** The tables of the `holdings` room. */
export interface HoldingTables {
  account: {
    bank_id: string
    customer_id: string
    account_id: string
    version: Generated<number>
    /** Sealed; looked up by its index. */
    number: string
    number_index: string | null
    number_tail: string | null
    kind: string
    product: Generated<string>
    currency: string
    branch_id: string
    opened_on: string
    closed_on: string | null
    balance_fen: number | null
    balance_on: string | null
    /** Worked out from movements, because no file told it. */
    balance_derived: Generated<boolean>
    status: Generated<string>
    row_hash: Generated<string>
  }
  account_holder: {
    bank_id: string
    customer_id: string
    account_id: string
    owner_id: string
    role: string
    row_hash: Generated<string>
  }
  holding: {
    bank_id: string
    customer_id: string
    holding_id: string
    version: Generated<number>
    product: string
    name: Generated<string>
    account_id: string | null
    currency: string
    amount_fen: number | null
    rate_bp: number | null
    instalment_fen: number | null
    opened_on: string | null
    matures_on: string | null
    auto_renews: boolean | null
    status: Generated<string>
    row_hash: Generated<string>
  }
  movement: {
    bank_id: string
    customer_id: string
    movement_id: string
    account_id: string
    booked_on: string
    amount_fen: number
    currency: string
    balance_fen: number | null
    kind: string
    channel: string | null
    counterparty_name: string | null
    counterparty_account: string | null
    counterparty_bank: string | null
    memo: string | null
    /** The order within a day, as the source tells it. */
    seq: Generated<number>
    row_hash: Generated<string>
    /** The day on which a corrected file took it back. */
    gone_on: string | null
  }
  customer_facts: {
    bank_id: string
    customer_id: string
    as_of: string
    assets_fen: Generated<number>
    debts_fen: Generated<number>
    accounts: Generated<number>
    products: Generated<readonly string[]>
    has_loan: Generated<boolean>
    last_movement_on: string | null
    movements_90d: Generated<number>
    inflow_90d_fen: Generated<number>
    outflow_90d_fen: Generated<number>
  }
}
