import { CrmError } from '../kit/index.ts'

export const customerErrors = {
  notFound: (id: string) =>
    new CrmError('customer.not_found', 404, `There is no customer ${id}.`, { id }),
  relationshipOpen: (id: string) =>
    new CrmError(
      'customer.relationship_open',
      409,
      `Customer ${id} still has accounts: close them first.`,
      { id },
    ),
}
