export { AuditEvent } from './audit.ts'
export {
  type BackupFacts,
  BackupLine,
  BackupStanding,
  BackupState,
  DrillLine,
  judgeBackups,
  RPO_MINUTES,
  SealStanding,
} from './backups.ts'
export { Branch, BranchId } from './branch.ts'
export { branchTree } from './branch-tree.ts'
export { Caller, Principal } from './caller.ts'
export { confidentialNouns, coverEvent, hiddenNouns } from './confidential.ts'
export { AccessExplanation, accessContract, Me, RoleLine, StaffLine } from './contract.ts'
export { accessDocs } from './contract-docs.ts'
export { disclose } from './disclose.ts'
export { clashingDuties, duties } from './duties.ts'
export { entitlements, entitlementsOf, entitlementsOfRole, may } from './entitlement.ts'
export { accessErrors } from './errors.ts'
export { type Explanation, explainRow, type PolicyTrace } from './explain.ts'
export { type FieldPlan, type FieldTreatment, fieldPlan, fieldUses } from './field-plan.ts'
export {
  alwaysLicensed,
  CLOCK_SLACK_MS,
  type ClockFacts,
  isLicensed,
  Licence,
  LicenceId,
  LicenceReach,
  LicenceState,
  licenceAllows,
  licenceState,
  READING_DAYS,
} from './licence.ts'
export { LicenceStanding, MeterExport } from './licence-contract.ts'
export { checkPolicies } from './load-policies.ts'
export { maskValue } from './mask.ts'
export { obligationsFor } from './obligations.ts'
export { checkOwners, Owner, ownersOn } from './ownership.ts'
export { Condition, FieldUse, Obligations, Policy } from './policy.ts'
export { Role } from './role.ts'
export {
  type Asker,
  concerns,
  findsRestricted,
  inScope,
  type PolicyRow,
  resolveCondition,
  type Scope,
  type ScopeTerm,
  scopeOf,
  termsHold,
} from './scope.ts'
export {
  mostSeats,
  SEAT_IDLE_DAYS,
  Seat,
  type SeatDecision,
  seatDecision,
  seatsSince,
} from './seats.ts'
export { shippedPolicies } from './shipped-policies.ts'
export { Staff, StaffId } from './staff.ts'
export { isSteppedUp } from './step-up.ts'
export {
  judgeShift,
  SecurityAlert,
  type Shift,
  type Suspicion,
  SuspicionKind,
  type Traces,
  type WatchSettings,
  watchDefaults,
} from './watch.ts'
