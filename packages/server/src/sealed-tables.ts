import {
  sealedCustomer,
  sealedMembership,
  sealedRelationship,
  sealedSource,
  sealedVersion,
} from './customers/sealed.ts'
import { sealedAccount, sealedMovement } from './holdings/sealed.ts'
import { sealedAddendum, sealedInteraction } from './interactions/sealed.ts'
import { type ResealOptions, resealTable } from './kit/keys/reseal.ts'
import type { SealedTable } from './kit/keys/sealed-table.ts'
import type { Store } from './kit/store/store.ts'

/** Every table with sealed columns: each room's own list. */
export const sealedTables: readonly SealedTable[] = [
  sealedCustomer,
  sealedSource,
  sealedVersion,
  sealedRelationship,
  sealedMembership,
  sealedAccount,
  sealedMovement,
  sealedInteraction,
  sealedAddendum,
]

/**
 * Seal whatever still lies open or under a former key: run once when a bank turns encryption on, after
 * a change of suite, and within a rotation of the index key. Safe to stop and to run again.
 *
 * @returns how many rows were written anew
 */
export async function sealBank(
  store: Store,
  options: Omit<ResealOptions, 'after'>,
): Promise<number> {
  let written = 0
  for (const table of sealedTables) written += await resealTable(store, table, options)
  return written
}
