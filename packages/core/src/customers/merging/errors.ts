import { CrmError } from '../../kit/index.ts'
import type { MergeFault } from './merge.ts'

const faults: Readonly<Record<MergeFault, readonly [status: number, message: string]>> = {
  'merge.same': [409, 'They are one customer already.'],
  'merge.kinds_differ': [409, 'A person and a firm are not one customer.'],
  'merge.survivor_closed': [
    409,
    'Who is with the bank is not put under who has left: let the other one stand.',
  ],
  'merge.evidence_needed': [
    422,
    'Both have an ID number that could be right, and the two differ: say by what paper they are one.',
  ],
}

export const mergeErrors = {
  fault: (code: MergeFault) => new CrmError(code, ...faults[code]),
  notFound: (id: string) =>
    new CrmError('merge.not_found', 404, `There is no merge ${id}.`, { id }),
  undone: (id: string) =>
    new CrmError('merge.undone', 409, `Merge ${id} was taken back already.`, { id }),
  approvalOpen: (id: string) =>
    new CrmError('merge.approval_open', 409, `Something about ${id} waits to be decided.`, { id }),
  restricted: (id: string) =>
    new CrmError('merge.restricted', 409, `Nothing is done with the data of ${id}.`, { id }),
}
