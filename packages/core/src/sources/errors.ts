import { CrmError } from '../kit/index.ts'

export const sourceErrors = {
  deliveryNotFound: (id: string) =>
    new CrmError('delivery.not_found', 404, `There is no delivery ${id}.`, { id }),
  fileMissing: (file: string) =>
    new CrmError('source.file_missing', 422, `The file ${file} is missing.`, { file }),
  unknownFolder: (folder: string) =>
    new CrmError(
      'source.unknown_folder',
      422,
      `No known source delivers a folder like ${folder}.`,
      {
        folder,
      },
    ),
  otherBank: (wanted: string, found: string) =>
    new CrmError('source.other_bank', 409, `This store belongs to ${found}, not to ${wanted}.`, {
      wanted,
      found,
    }),
}
