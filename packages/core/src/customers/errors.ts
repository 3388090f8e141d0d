import { CrmError } from '../kit/index.ts'

export const customerErrors = {
  notFound: (id: string) =>
    new CrmError('customer.not_found', 404, `There is no customer ${id}.`, { id }),
}
