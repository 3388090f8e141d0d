import { CrmError } from '../kit/index.ts'

export const interactionErrors = {
  notFound: (id: string) =>
    new CrmError('interaction.not_found', 404, `There is no interaction ${id}.`, { id }),
  submitted: (id: string) =>
    new CrmError('interaction.submitted', 409, `Interaction ${id} is final: add to it.`, { id }),
  stillDraft: (id: string) =>
    new CrmError('interaction.still_draft', 409, `Interaction ${id} is a draft: change it.`, {
      id,
    }),
  inFuture: (at: string) =>
    new CrmError('interaction.in_future', 400, `${at} is still to come.`, { at }),
  nextStepPast: (on: string) =>
    new CrmError('interaction.next_step_past', 400, `No next step can be on ${on}.`, { on }),
}
