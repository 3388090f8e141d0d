import { CrmError } from '../kit/index.ts'

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
}
