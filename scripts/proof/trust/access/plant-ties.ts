// Who is what to a customer of each kind: a guarantor who is no customer, and kinship with one in the asker's book.

/** One that stands, one that may be taken back, and the two ends of one with another customer. */
export function tiesOf<Of extends { readonly customer_id: string }>(
  kind: string,
  of: Of,
  stranger: string | undefined,
) {
  const said = { source: 'proof', added_at: '2025-03-05T01:00:00Z', undoable: '' }
  const named = { ...of, ...said, other_name: stranger ?? '', other_kind: 'person' }
  const between = { ...said, relationship_id: `rel_${kind}kin`, role: 'relative' }
  const kin =
    kind === 'own'
      ? []
      : [
          { ...of, ...between, other_id: 'cus_own' },
          { ...of, ...between, customer_id: 'cus_own', other_id: of.customer_id },
        ]
  return {
    relationship: [
      { ...named, relationship_id: `rel_${kind}`, role: 'guarantor' },
      { ...named, relationship_id: `rel_${kind}new`, role: 'employer', undoable: 'add' },
      ...kin,
    ],
  }
}
