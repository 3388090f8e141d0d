import { CrmError } from '../kit/index.ts'

export const sourceErrors = {
  deliveryNotFound: (id: string) =>
    new CrmError('delivery.not_found', 404, `There is no delivery ${id}.`, { id }),
  busy: (id: string) =>
    new CrmError('delivery.busy', 409, `Another import is loading ${id}.`, { id }),
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
  encodingAmbiguous: (file: string, utf8 = 0, gb18030 = 0, neither = 0) =>
    fileFault('file.encoding_ambiguous', `${file} is in no one encoding.`, {
      file,
      utf8,
      gb18030,
      neither,
    }),
  encodingDiffers: (file: string, declared: string, found: string) =>
    fileFault('file.encoding_differs', `${file} is ${found}, not ${declared}.`, {
      file,
      declared,
      found,
    }),
  encodingRefused: (file: string, encoding: string) =>
    fileFault('file.encoding_refused', `${file} is in ${encoding}, which is not read.`, {
      file,
      encoding,
    }),
  headerMissing: (file: string) =>
    fileFault('file.header_missing', `${file} does not begin with its header.`, { file }),
  headerUnreadable: (file: string, column = '') =>
    fileFault('file.header_unreadable', `The first lines of ${file} cannot be read.`, {
      file,
      column,
    }),
  trailerMissing: (file: string) =>
    fileFault('file.trailer_missing', `${file} does not end with its trailer.`, { file }),
  trailerUnreadable: (file: string, column = '') =>
    fileFault('file.trailer_unreadable', `The trailer of ${file} cannot be read.`, {
      file,
      column,
    }),
  controlMissing: (file: string, control: string) =>
    fileFault('file.control_missing', `${control} does not tell of ${file}.`, { file, control }),
  controlUnreadable: (file: string, control: string, column = '') =>
    fileFault('file.control_unreadable', `${control} cannot be read.`, { file, control, column }),
  countDiffers: (file: string, told: number, found: number) =>
    fileFault('file.count_differs', `${file} has ${found} lines, not ${told}.`, {
      file,
      told,
      found,
    }),
  sumDiffers: (file: string, column: string, told: string, found: string) =>
    fileFault('file.sum_differs', `${column} of ${file} sums to ${found}, not to ${told}.`, {
      file,
      column,
      told,
      found,
    }),
  dayDiffers: (file: string, named: string, told: string) =>
    fileFault('file.day_differs', `${file} is named for ${named}, and tells of ${told}.`, {
      file,
      named,
      told,
    }),
  notStatements: (file: string, found: string) =>
    fileFault('file.not_statements', `${file} holds no statements that can be read: ${found}.`, {
      file,
      found,
    }),
  dumpUnreadable: (file: string, found: string) =>
    fileFault('file.dump_unreadable', `${file} is no dump that can be read: ${found}.`, {
      file,
      found,
    }),
  tooManyGone: (file: string, lines: number, known: number) =>
    fileFault('file.too_many_gone', `${file} names ${lines} of ${known} that are known.`, {
      file,
      lines,
      known,
    }),
  nothingToCorrect: (file: string, corrects: string) =>
    fileFault('file.nothing_to_correct', `${file} corrects ${corrects}, which was not taken.`, {
      file,
      corrects,
    }),
  tooManyRejected: (file: string, rejected: number, lines: number) =>
    fileFault('file.too_many_rejected', `${rejected} of ${lines} lines of ${file} are wrong.`, {
      file,
      rejected,
      lines,
    }),
}

/** A file that stays in quarantine: nothing of it is applied, and it can be loaded again. */
const fileFault = (
  code: string,
  message: string,
  facts: Readonly<Record<string, string | number>>,
) => new CrmError(code, 422, message, facts)
