import { CrmError } from '../kit/index.ts'
import type { FieldFault } from './check-fields.ts'

export const customerErrors = {
  notFound: (id: string) =>
    new CrmError('customer.not_found', 404, `There is no customer ${id}.`, { id }),
  notKnownOn: (id: string, day: string) =>
    new CrmError('customer.not_known_on', 404, `Nothing was known of ${id} on ${day}.`, {
      id,
      day,
    }),
  versionUnknown: (id: string, version: number) =>
    new CrmError('customer.version_unknown', 404, `There is no version ${version} of ${id}.`, {
      id,
      version,
    }),
  fieldsInvalid: (faults: readonly FieldFault[]) =>
    new CrmError(
      'customer.fields_invalid',
      422,
      `These fields are not as they have to be: ${faults.map(({ field, code }) => `${field} (${code})`).join(', ')}.`,
      { faults },
    ),
  /** With the other customer's id, where the asker may see them. */
  numberTaken: (id?: string) =>
    new CrmError('customer.number_taken', 409, 'Another customer has this number.', {
      ...(id !== undefined && { id }),
    }),
  sourcePrevails: (field: string, source: string) =>
    new CrmError(
      'customer.source_prevails',
      409,
      `By the bank's rules ${source} is believed about ${field}, unless the customer confirms it.`,
      { field, source },
    ),
  relationshipOpen: (id: string) =>
    new CrmError(
      'customer.relationship_open',
      409,
      `Customer ${id} still has accounts: close them first.`,
      { id },
    ),
  alreadyOwned: (id: string) =>
    new CrmError('customer.already_owned', 409, `Somebody looks after ${id}.`, { id }),
  ownerUnfit: (id: string) =>
    new CrmError('customer.owner_unfit', 400, `${id} does not look after customers.`, { id }),
  notAnOwner: (id: string) =>
    new CrmError('customer.not_an_owner', 400, `${id} has no share to hand over.`, { id }),
  ownersChanged: (id: string) =>
    new CrmError('customer.owners_changed', 409, `Customer ${id} changed hands meanwhile.`, { id }),
  bookTooLarge: (most: number) =>
    new CrmError('customer.book_too_large', 409, `No more than ${most} customers at once.`, {
      most,
    }),
}
