export { consentRecordOf } from './consent-rows.ts'
export { groupMembers } from './group-members.ts'
export { historyStore } from './history.ts'
export { TRANSFER } from './ownership-store.ts'
