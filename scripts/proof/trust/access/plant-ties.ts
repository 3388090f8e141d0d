// Who is what to a customer of each kind: a guarantor who is no customer,
// kinship with one in the asker's book, and a household of their own.

/** One that stands, one that may be taken back, and the two ends of one with another customer. */
export function tiesOf<Of extends { readonly bank_id: string; readonly customer_id: string }>(
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
    household: [
      {
        bank_id: of.bank_id,
        household_id: `hhd_${kind}`,
        cause: 'number',
        sizes: JSON.stringify([[null, 1]]),
      },
    ],
    label: [
      {
        bank_id: of.bank_id,
        label_id: `lab_${kind}`,
        kind: 'tag',
        name: `标签${kind}`,
        shared: true,
        made_by: 'stf_none',
        branch_id: 'brn_none',
        made_at: said.added_at,
      },
    ],
    customer_merge: [
      {
        ...of,
        merge_id: `mrg_${kind}`,
        into_id: of.customer_id,
        at: said.added_at,
        by_staff_id: 'stf_none',
        reason: 'proof',
        owners: '[]',
        undone_at: said.added_at,
        undone_by: 'stf_none',
      },
    ],
    customer_label: [{ ...of, label_id: 'lab_own', put_by: 'stf_none', put_at: said.added_at }],
    household_member: [
      {
        ...of,
        membership_id: `hhm_${kind}`,
        household_id: `hhd_${kind}`,
        role: 'head',
        source: 'proof',
        number: stranger ?? '',
        added_at: said.added_at,
      },
    ],
  }
}
