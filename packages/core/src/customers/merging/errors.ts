import { CrmError } from '../../kit/index.ts'
import type { MergeFault } from './merge.ts'

export const mergeErrors = {
  same: () => new CrmError('merge.same', 409, 'They are one customer already.'),
  kindsDiffer: () =>
    new CrmError('merge.kinds_differ', 409, 'A person and a firm are not one customer.'),
  survivorClosed: () =>
    new CrmError(
      'merge.survivor_closed',
      409,
      'Who is with the bank is not put under who has left: let the other one stand.',
    ),
  evidenceNeeded: () =>
    new CrmError(
      'merge.evidence_needed',
      422,
      'Both have an ID number that could be right, and the two differ: say by what paper they are one.',
    ),
  notFound: (id: string) =>
    new CrmError('merge.not_found', 404, `There is no merge ${id}.`, { id }),
  undone: (id: string) =>
    new CrmError('merge.undone', 409, `Merge ${id} was taken back already.`, { id }),
  approvalOpen: (id: string) =>
    new CrmError('merge.approval_open', 409, `Something about ${id} waits to be decided.`, { id }),
}

const byFault: Readonly<Record<MergeFault, () => CrmError>> = {
  'merge.same': mergeErrors.same,
  'merge.kinds_differ': mergeErrors.kindsDiffer,
  'merge.survivor_closed': mergeErrors.survivorClosed,
  'merge.evidence_needed': mergeErrors.evidenceNeeded,
}

/** What stands against a merge, as it is told. */
export const errorOfMerge = (fault: MergeFault): CrmError => byFault[fault]()
