import { CrmError } from '../kit/index.ts'

export const sourceErrors = {
  deliveryNotFound: (id: string) =>
    new CrmError('delivery.not_found', 404, `There is no delivery ${id}.`, { id }),
}
