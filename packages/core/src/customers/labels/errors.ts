import { CrmError } from '../../kit/index.ts'

export const labelErrors = {
  notFound: (id: string) =>
    new CrmError('label.not_found', 404, `There is no label ${id}.`, { id }),
  nameTaken: (name: string) =>
    new CrmError('label.name_taken', 409, 'There is a label of this name.', { name }),
  tagNeedsManager: () =>
    new CrmError('label.tag_needs_manager', 403, 'Tags of the bank are made by heads of branch.'),
  changeNotFound: (id: string) =>
    new CrmError('label.change_not_found', 404, `Nothing of ${id} is left to take back.`, { id }),
}
