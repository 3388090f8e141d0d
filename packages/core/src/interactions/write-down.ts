import type { StaffId } from '../access/index.ts'
import { addDays, type Instant, type LocalDate } from '../kit/index.ts'
import { interactionErrors } from './errors.ts'
import type { Interaction } from './interaction.ts'

/** What is known where somebody writes an interaction down. */
export interface WritingFacts {
  readonly now: Instant
  readonly today: LocalDate
}

/** How far ahead a next step may lie, in days. */
const AHEAD = 732

/**
 * Hold what is written down to what can be: it has happened, and what is next is still to come.
 *
 * @throws `interaction.in_future`, `interaction.next_step_past`
 */
export function checkWritten<W extends Pick<Interaction, 'happenedAt' | 'nextStep'>>(
  written: W,
  { now, today }: WritingFacts,
): W {
  if (Date.parse(written.happenedAt) > Date.parse(now))
    throw interactionErrors.inFuture(written.happenedAt)
  const on = written.nextStep?.on
  if (on !== undefined && (on < today || on > addDays(today, AHEAD)))
    throw interactionErrors.nextStepPast(on)
  return written
}

/**
 * A draft belongs to its writer, until it is submitted.
 *
 * @throws `interaction.not_found` for anybody else, `interaction.submitted`
 */
export function expectDraft(interaction: Interaction, staffId: StaffId): Interaction {
  if (interaction.status === 'submitted') throw interactionErrors.submitted(interaction.id)
  if (interaction.staffId !== staffId) throw interactionErrors.notFound(interaction.id)
  return interaction
}

/** A draft becomes final. @throws as {@link expectDraft} and {@link checkWritten} */
export function submitInteraction(
  draft: Interaction,
  staffId: StaffId,
  facts: WritingFacts,
): Interaction {
  checkWritten(expectDraft(draft, staffId), facts)
  return { ...draft, status: 'submitted', submittedAt: facts.now }
}

/** What is added to an interaction is added to a final one. @throws `interaction.still_draft` */
export function expectFinal(interaction: Interaction): Interaction {
  if (interaction.status === 'draft') throw interactionErrors.stillDraft(interaction.id)
  return interaction
}
