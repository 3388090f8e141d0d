export { Household, householdContract } from './contract.ts'
export { householdDocs } from './docs.ts'
export { householdErrors } from './errors.ts'
export { HouseholdId, HouseholdMember, HouseholdMemberView, HouseholdRole } from './household.ts'
export {
  applyHouseholdChange,
  type HouseholdChange,
  type HouseholdPlan,
  type Membership,
  planHousehold,
  type WantedHouseholds,
} from './plan-household.ts'
