import { CrmError, type Reason } from '../../kit/index.ts'

export const relationshipErrors = {
  notFound: (id: string) =>
    new CrmError('relationship.not_found', 404, `There is no relationship ${id}.`, { id }),
  /** With every reason against it. */
  refused: (faults: readonly Reason[]) =>
    new CrmError(
      'relationship.refused',
      422,
      `This cannot be: ${faults.map(({ code }) => code).join(', ')}.`,
      { faults },
    ),
  alreadyEnded: (id: string) =>
    new CrmError('relationship.already_ended', 409, `Relationship ${id} has its end.`, { id }),
  nothingToUndo: (id: string) =>
    new CrmError('relationship.nothing_to_undo', 409, `Nothing is left to take back of ${id}.`, {
      id,
    }),
}
