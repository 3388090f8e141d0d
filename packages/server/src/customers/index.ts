export { consentRecordOf } from './consent-rows.ts'
export {
  type Families,
  type Family,
  familiesAmong,
  familyOf,
  isAmong,
  namedIn,
} from './families.ts'
export { groupMembers } from './group-members.ts'
export { historyStore } from './history.ts'
export { TRANSFER } from './ownership-store.ts'
