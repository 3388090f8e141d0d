import { CrmError } from '../kit/index.ts'

export const deskErrors = {
  nothingToAsk: (id: string) =>
    new CrmError(
      'caller.nothing_to_ask',
      409,
      `The bank knows no answer of ${id} to this question.`,
      {
        id,
      },
    ),
  triesSpent: (most: number) =>
    new CrmError('caller.tries_spent', 429, `No more than ${most} answers a day are tried.`, {
      most,
    }),
}
