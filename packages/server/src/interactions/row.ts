import type { Addendum, Interaction } from '@crm/core'
import type { Selectable } from 'kysely'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { openRow } from '../kit/keys/sealed-table.ts'
import { withoutNulls } from '../kit/row.ts'
import { sealedAddendum, sealedInteraction } from './sealed.ts'
import type { InteractionTables } from './tables.ts'

type Beside = { readonly own_key: string | null; readonly staff_name: string | null }

/** An interaction's row with its writer's name and its customer's key. */
export type InteractionRow = Selectable<InteractionTables['interaction']> & Beside

/** An addendum's row, likewise. */
export type AddendumRow = Selectable<InteractionTables['interaction_addendum']> & Beside

const list = (text: string | null) => JSON.parse(text ?? '[]')

/** The interaction behind a row. */
export function toInteraction(
  keys: BankKeys,
  stored: InteractionRow,
  addenda: readonly Addendum[],
): Interaction {
  const row = openRow(keys, sealedInteraction, stored)
  const { next_step: text, next_on: on } = row
  return withoutNulls({
    id: row.interaction_id,
    customerId: row.customer_id,
    version: row.version,
    status: row.status,
    kind: row.kind,
    purpose: row.purpose,
    result: row.result,
    happenedAt: row.happened_at,
    summary: row.summary ?? '—',
    nextStep: text && on ? { text, on } : null,
    participants: list(row.participants),
    attachments: list(row.attachments),
    follows: row.follows_id,
    staffId: row.staff_id,
    staffName: row.staff_name ?? row.staff_id,
    submittedAt: row.submitted_at,
    addenda,
  }) as Interaction
}

/** The addendum behind a row. */
export function toAddendum(keys: BankKeys, stored: AddendumRow): Addendum {
  const row = openRow(keys, sealedAddendum, stored)
  return {
    text: row.text ?? '—',
    staffId: row.staff_id,
    staffName: row.staff_name ?? row.staff_id,
    at: row.at,
  } as Addendum
}
