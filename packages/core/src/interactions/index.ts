export { InteractionWith, interactionContract } from './contract.ts'
export { interactionDocs } from './contract-docs.ts'
export { interactionErrors } from './errors.ts'
export {
  Addendum,
  Attachment,
  Interaction,
  InteractionId,
  InteractionKind,
  InteractionPurpose,
  InteractionResult,
  InteractionView,
  NextStep,
} from './interaction.ts'
export {
  checkWritten,
  expectDraft,
  expectFinal,
  submitInteraction,
  type WritingFacts,
} from './write-down.ts'
