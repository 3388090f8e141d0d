import { CrmError, type Reason } from '../../kit/index.ts'

export const householdErrors = {
  /** Of a customer who belongs to none on that day. */
  none: (customerId: string) =>
    new CrmError('household.none', 404, `${customerId} belongs to no household.`, {
      id: customerId,
    }),
  /** With every reason against it. */
  refused: (faults: readonly Reason[]) =>
    new CrmError(
      'household.refused',
      422,
      `This cannot be: ${faults.map(({ code }) => code).join(', ')}.`,
      { faults },
    ),
}
