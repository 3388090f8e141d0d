import { CrmError } from '../kit/index.ts'

export const holdingErrors = {
  accountNotFound: (id: string) =>
    new CrmError('account.not_found', 404, `There is no account ${id}.`, { id }),
}
