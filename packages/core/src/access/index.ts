export { AuditEvent } from './audit.ts'
export { Branch, BranchId } from './branch.ts'
export { branchTree } from './branch-tree.ts'
export { Caller, Principal } from './caller.ts'
export { accessContract, Me } from './contract.ts'
export { disclose } from './disclose.ts'
export { entitlements, entitlementsOf, entitlementsOfRole, may } from './entitlement.ts'
export { accessErrors } from './errors.ts'
export { type FieldPlan, type FieldTreatment, fieldPlan } from './field-plan.ts'
export { checkPolicies } from './load-policies.ts'
export { maskValue } from './mask.ts'
export { Condition, Policy } from './policy.ts'
export { Role } from './role.ts'
export { type Asker, concerns, inScope, type Scope, type ScopeTerm, scopeOf } from './scope.ts'
export { shippedPolicies } from './shipped-policies.ts'
export { Staff, StaffId } from './staff.ts'
export {
  judgeShift,
  SecurityAlert,
  type Shift,
  type Suspicion,
  SuspicionKind,
  type WatchSettings,
  watchDefaults,
} from './watch.ts'
