export { consentRecordOf } from './consent-rows.ts'
export { historyStore } from './history.ts'
