// What another source says of a customer of each kind, and that it was not believed.

/** A source record and a conflict of one customer. */
export function saidOf<Of extends object>(
  kind: string,
  of: Of,
  said: Readonly<Record<string, string | undefined>>,
) {
  const record = { ...of, record_id: `src_${kind}`, source: 'civil' }
  const { name, phone, village } = said
  return {
    customer_source: [
      {
        ...record,
        source_key: kind,
        said: JSON.stringify({ name, phone, village }),
        since: '{}',
        confirmed: '[]',
      },
    ],
    customer_conflict: [{ ...record, field: 'village', against: 'proof' }],
  }
}
