// What another source says of a customer of each kind, that it was not believed, what they were before, and who is what to them.
import { tiesOf } from './plant-ties.ts'

/** Which version each customer has behind them: the same in every field, so that going back changes nothing. */
export const FORMER = 7

/** A source record, a conflict and a version of one customer. */
export function saidOf<Of extends { readonly bank_id: string; readonly customer_id: string }>(
  kind: string,
  of: Of,
  said: Readonly<Record<string, string | undefined>>,
) {
  const record = { ...of, record_id: `src_${kind}`, source: 'civil' }
  const { name, phone, village, address, idNumber, branchId, managerId } = said
  const whole = {
    kind: 'person',
    gender: 'female',
    bornOn: '1980-02-02',
    birthdayCalendar: 'solar',
    openedOn: '2025-03-05',
    status: 'active',
    ...{ name, phone, village, address, idNumber, branchId, managerId },
  }
  const heard = { source_key: kind, since: '{}', confirmed: '[]' }
  return {
    ...tiesOf(kind, of, said.counterparty),
    customer_source: [
      { ...record, ...heard, said: JSON.stringify({ name, phone, village }) },
      {
        ...of,
        ...heard,
        record_id: `src_${kind}own`,
        source: 'proof',
        said: JSON.stringify(whole),
      },
    ],
    customer_conflict: [{ ...record, field: 'village', against: 'proof' }],
    customer_version: [
      {
        ...of,
        version_id: `${kind}.${FORMER}`,
        version: FORMER,
        from_on: '2025-03-05',
        at: '2025-03-05T01:00:00Z',
        cause: 'import',
        by_source: 'proof',
        by_staff_id: '',
        record: JSON.stringify({ fields: whole }),
      },
    ],
  }
}

/** Somebody's look at something, as the trail keeps it. */
export const seenAt = (staffId: string, id: string) => ({
  at: '2026-03-05T01:00:00Z',
  actor_id: staffId,
  person_id: staffId,
  roles: '[]',
  action: 'customers.get',
  object_kind: 'customer',
  object_id: id,
  field_names: '[]',
  decision: 'allowed',
  policy_id: '',
  result: 'ok',
  request_id: '',
})
