const numbered = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, at) => `${letter}${String(at + 1).padStart(2, '0')}`)

/** Every row of the threat model (T) and of the reliability plan (R). */
export const everyRow: readonly string[] = [...numbered('T', 34), ...numbered('R', 42)]

/** Why a row has no proof here; rows that are proved need no word. */
export const whyOpen: Readonly<Record<string, string>> = {
  T13: 'there is no assistant yet',
  T17: 'widgets stand in the host’s own page; there is no frame of ours yet',
  R17: 'reminders: pnpm proof calendar',
  R21: 'feeds of events belong to integration',
  R22: 'sources: pnpm proof berka; a million rows belong to integration',
  R23: 'sources: tests of encodings; the figure belongs to integration',
}
