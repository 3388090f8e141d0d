import type { LicenceTables } from './access/licence-tables.ts'
import type { AccessTables } from './access/tables.ts'
import type { ApprovalTables } from './approvals/tables.ts'
import type { LabelTables } from './customers/label-tables.ts'
import type { MergeTables } from './customers/merge-tables.ts'
import type { RelationshipTables } from './customers/relationship-tables.ts'
import type { CustomerTables } from './customers/tables.ts'
import type { HoldingTables } from './holdings/tables.ts'
import type { InteractionTables } from './interactions/tables.ts'
import type { KeyTables } from './kit/keys/tables.ts'
import type { LimitTables } from './kit/limits/tables.ts'
import type { NetworkTables } from './kit/network/tables.ts'
import type { KitTables } from './kit/store/tables.ts'
import type { ReminderTables } from './reminders/tables.ts'
import type { SegmentTables } from './segments/tables.ts'
import type { SourceTables } from './sources/tables.ts'

/** Every table of the CRM: each room adds its own here. */
export interface Database
  extends KitTables,
    KeyTables,
    LimitTables,
    NetworkTables,
    AccessTables,
    LicenceTables,
    ApprovalTables,
    SourceTables,
    CustomerTables,
    RelationshipTables,
    LabelTables,
    MergeTables,
    HoldingTables,
    InteractionTables,
    ReminderTables,
    SegmentTables {}
