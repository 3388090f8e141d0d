import type { AccessTables } from './access/tables.ts'
import type { CustomerTables } from './customers/tables.ts'
import type { HoldingTables } from './holdings/tables.ts'
import type { NetworkTables } from './kit/network/tables.ts'
import type { KitTables } from './kit/store/tables.ts'
import type { ReminderTables } from './reminders/tables.ts'
import type { SegmentTables } from './segments/tables.ts'
import type { SourceTables } from './sources/tables.ts'

/** Every table of the CRM: each room adds its own here. */
export interface Database
  extends KitTables,
    NetworkTables,
    AccessTables,
    SourceTables,
    CustomerTables,
    HoldingTables,
    ReminderTables,
    SegmentTables {}
