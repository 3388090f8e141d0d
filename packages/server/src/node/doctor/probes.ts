import { auditProbes } from './audit-probes.ts'
import { backupProbes } from './backup-probes.ts'
import { databaseProbes } from './database-probes.ts'
import type { Probe } from './finding.ts'
import { keyProbes } from './key-probes.ts'
import { peopleProbes } from './people-probes.ts'

/** Every look there is. */
export const probes = {
  ...keyProbes,
  ...auditProbes,
  ...peopleProbes,
  ...backupProbes,
  ...databaseProbes,
} satisfies Record<string, Probe>

/** The name of a look. */
export type ProbeName = keyof typeof probes
