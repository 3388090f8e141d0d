import * as z from 'zod/mini'

/** A calendar day, `YYYY-MM-DD`, in the bank's own time zone. Never an instant. */
export const LocalDate = z.iso.date().brand<'LocalDate'>()
export type LocalDate = z.infer<typeof LocalDate>

/** A moment in time, ISO 8601 in UTC. */
export const Instant = z.iso.datetime().brand<'Instant'>()
export type Instant = z.infer<typeof Instant>
