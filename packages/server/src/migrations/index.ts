import type { Migration } from '../kit/store/migrate.ts'
import kit from './0001-kit.ts'
import access from './0002-access.ts'
import sources from './0003-sources.ts'
import customers from './0004-customers.ts'
import holdings from './0005-holdings.ts'
import reminders from './0006-reminders.ts'
import segments from './0007-segments.ts'
import keys from './0008-keys.ts'
import audit from './0009-audit.ts'
import trust from './0010-trust.ts'
import limits from './0011-limits.ts'
import approvals from './0012-approvals.ts'
import privacy from './0013-privacy.ts'
import licence from './0014-licence.ts'
import deliveries from './0015-deliveries.ts'
import auditLists from './0016-audit-lists.ts'
import fourEyes from './0017-four-eyes.ts'
import businessDays from './0018-business-days.ts'
import golden from './0020-golden.ts'
import ownership from './0022-ownership.ts'
import interactions from './0023-interactions.ts'
import search from './0025-search.ts'
import relationships from './0027-relationships.ts'
import households from './0028-households.ts'
import book from './0029-book.ts'
import labels from './0030-labels.ts'
import merges from './0031-merges.ts'

/** The schema of the CRM, in the order it grew. */
export const migrations: readonly Migration[] = [
  kit,
  access,
  sources,
  customers,
  holdings,
  reminders,
  segments,
  keys,
  audit,
  trust,
  limits,
  approvals,
  privacy,
  licence,
  deliveries,
  auditLists,
  fourEyes,
  businessDays,
  golden,
  search,
  relationships,
  households,
  ownership,
  interactions,
  book,
  labels,
  merges,
]
