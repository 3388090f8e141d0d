import { CrmError, isCrmError } from '@crm/core'

/** What can be wrong with a backup; each is found before anything is loaded. */
export const backupErrors = {
  damaged: (why: string) =>
    new CrmError('backup.damaged', 500, `This backup cannot be used: ${why}.`, { why }),
  notSigned: () =>
    new CrmError('backup.not_signed', 500, 'The manifest is not signed by a key of this bank.'),
  otherForm: (form: string) =>
    new CrmError('backup.other_form', 500, `This program does not read backups of ${form}.`, {
      form,
    }),
  newerSchema: (ids: readonly string[]) =>
    new CrmError(
      'backup.newer_schema',
      500,
      `This backup was made by a newer program, which ran ${ids.join(', ')}.`,
      { ids },
    ),
  rollsBack: (seals: number) =>
    new CrmError(
      'backup.rolls_back',
      409,
      `This backup is ${seals} seals of the audit older than what is known. Say that you accept it.`,
      { seals },
    ),
  countsDiffer: (tables: readonly string[]) =>
    new CrmError('backup.counts_differ', 500, `Row counts differ in ${tables.join(', ')}.`, {
      tables,
    }),
  notEmpty: (folder: string) =>
    new CrmError('backup.target_not_empty', 409, `${folder} is not empty; nothing was restored.`, {
      folder,
    }),
  drillFailed: (why: string) =>
    new CrmError('backup.drill_failed', 500, `The restored server did not answer: ${why}.`, {
      why,
    }),
  of: (error: unknown): CrmError =>
    isCrmError(error)
      ? error
      : new CrmError('backup.damaged', 500, 'This backup cannot be read.', {}, { cause: error }),
}
