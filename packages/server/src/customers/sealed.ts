import type { SealedTable } from '../kit/keys/sealed-table.ts'

/** What identifies or locates a customer lies sealed; names stay readable, since they are searched by parts. */
export const sealedCustomer: SealedTable = {
  table: 'customer',
  id: 'customer_id',
  columns: {
    id_number: { field: 'idNumber', index: 'id_number_index' },
    phone: { field: 'phone', index: 'phone_index', tail: 'phone_tail' },
    address: {},
  },
}

/** What a source said of somebody lies sealed as a whole. */
export const sealedSource: SealedTable = {
  table: 'customer_source',
  id: 'record_id',
  columns: { said: {} },
}

/** The name of somebody who is no customer lies with the customer they are something to. */
export const sealedRelationship: SealedTable = {
  table: 'relationship',
  id: 'relationship_id',
  columns: { other_name: {} },
}

/** The number of the household register lies with each member. */
export const sealedMembership: SealedTable = {
  table: 'household_member',
  id: 'membership_id',
  columns: { number: {} },
}

/** And so does every record that was. */
export const sealedVersion: SealedTable = {
  table: 'customer_version',
  id: 'version_id',
  columns: { record: {} },
}
