export {
  CallerAnswer,
  CallerCandidate,
  CallerVerification,
  callerContract,
} from './caller-contract.ts'
export { type CallerNumber, readCallerNumber } from './caller-number.ts'
export { CustomerOverview, deskContract, Unmasked } from './contract.ts'
export { deskDocs } from './contract-docs.ts'
export { deskErrors } from './errors.ts'
export { OpenWork, openWorkContract } from './open-work.ts'
export { TimelineChange, TimelineEntry, TimelineKind, timelineContract } from './timeline.ts'
