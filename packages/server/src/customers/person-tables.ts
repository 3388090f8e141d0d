import type { Database } from '../database.ts'
import type { SealedTable } from '../kit/keys/sealed-table.ts'
import {
  sealedCustomer,
  sealedMembership,
  sealedRelationship,
  sealedSource,
  sealedVersion,
} from './sealed.ts'

/** What becomes of a table's rows in a person's file, and when the person is to be forgotten. */
export interface PersonTable {
  readonly table: keyof Database
  /** `yes`: in their file. `no`: about the bank's own work, or of no meaning to them. */
  readonly inFile: 'yes' | 'no'
  /** `now`: gone with the wish. `end`: kept for ten years as the law asks, then gone. `audit`: by the audit's own time. */
  readonly erased: 'now' | 'end' | 'audit'
  readonly why: string
  readonly sealed?: SealedTable
}

const sealedAccount: SealedTable = {
  table: 'account',
  id: 'account_id',
  columns: { number: {} },
}
const sealedMovement: SealedTable = {
  table: 'movement',
  id: 'movement_id',
  columns: { counterparty_account: {}, memo: {} },
}

/** A table of a later room, whose own list this room may not look into. */
const written = (table: SealedTable['table'], id: string, columns: string): SealedTable => ({
  table,
  id,
  columns: Object.fromEntries(columns.split(' ').map((column) => [column, {}])),
})

/**
 * Every table that holds customers' data. A test holds the list to the schema, so that no new table is
 * forgotten in a person's file or at the end of their time.
 */
export const personTables: readonly PersonTable[] = [
  {
    table: 'customer',
    inFile: 'yes',
    erased: 'end',
    why: 'identity: 10 years',
    sealed: sealedCustomer,
  },
  {
    table: 'customer_source',
    inFile: 'yes',
    erased: 'end',
    why: 'where identity was learnt: 10 years',
    sealed: sealedSource,
  },
  {
    table: 'customer_version',
    inFile: 'yes',
    erased: 'end',
    why: 'what identity was: 10 years',
    sealed: sealedVersion,
  },
  {
    table: 'relationship',
    inFile: 'yes',
    erased: 'end',
    why: 'guarantees and owners: 10 years',
    sealed: sealedRelationship,
  },
  {
    table: 'household_member',
    inFile: 'yes',
    erased: 'now',
    why: 'who lives together: care',
    sealed: sealedMembership,
  },
  { table: 'customer_conflict', inFile: 'no', erased: 'end', why: 'names of fields, no values' },
  {
    table: 'account',
    inFile: 'yes',
    erased: 'end',
    why: 'accounts: 10 years',
    sealed: sealedAccount,
  },
  { table: 'account_holder', inFile: 'yes', erased: 'end', why: 'accounts: 10 years' },
  { table: 'holding', inFile: 'yes', erased: 'end', why: 'contracts: 10 years' },
  {
    table: 'movement',
    inFile: 'yes',
    erased: 'end',
    why: 'transactions: 10 years',
    sealed: sealedMovement,
  },
  {
    table: 'interaction',
    inFile: 'yes',
    erased: 'end',
    why: 'what was said and agreed: proof for both sides',
    sealed: written('interaction', 'interaction_id', 'summary next_step participants attachments'),
  },
  {
    table: 'interaction_addendum',
    inFile: 'yes',
    erased: 'end',
    why: 'part of what was said and agreed',
    sealed: written('interaction_addendum', 'addendum_id', 'text'),
  },
  { table: 'consent_record', inFile: 'yes', erased: 'end', why: 'proof of consent' },
  {
    table: 'customer_facts',
    inFile: 'yes',
    erased: 'now',
    why: 'worked out, for marketing and care',
  },
  { table: 'reminder', inFile: 'yes', erased: 'now', why: 'care' },
  { table: 'customer_owner', inFile: 'no', erased: 'now', why: 'who works for them' },
  {
    table: 'customer_merge',
    inFile: 'no',
    erased: 'end',
    why: 'who was held to be whom, and by whom',
  },
  { table: 'customer_label', inFile: 'yes', erased: 'now', why: 'what they were put under' },
  { table: 'ownership_change', inFile: 'no', erased: 'end', why: 'how they changed hands' },
  { table: 'customer_place', inFile: 'no', erased: 'end', why: 'who was responsible' },
  { table: 'disclosed_customer', inFile: 'no', erased: 'audit', why: 'who saw them, by the day' },
  { table: 'customer_key', inFile: 'no', erased: 'end', why: 'its end is the end of all the rest' },
  {
    table: 'audit_event',
    inFile: 'no',
    erased: 'audit',
    why: 'who did what: by the audit’s own time',
  },
  { table: 'outbox_event', inFile: 'no', erased: 'audit', why: 'names of changes, no values' },
]
