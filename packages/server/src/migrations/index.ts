import type { Migration } from '../kit/store/migrate.ts'
import kit from './0001-kit.ts'
import access from './0002-access.ts'
import sources from './0003-sources.ts'
import customers from './0004-customers.ts'
import holdings from './0005-holdings.ts'
import reminders from './0006-reminders.ts'
import segments from './0007-segments.ts'
import limits from './0014-limits.ts'

/** The schema of the CRM, in the order it grew. */
export const migrations: readonly Migration[] = [
  kit,
  access,
  sources,
  customers,
  holdings,
  reminders,
  segments,
  limits,
]
