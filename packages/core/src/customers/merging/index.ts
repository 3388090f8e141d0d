export { mergeContract } from './contract.ts'
export { mergeDocs } from './docs.ts'
export { errorOfMerge, mergeErrors } from './errors.ts'
export {
  CustomerMerge,
  faultOfMerge,
  type MergeFault,
  MergeId,
  type MergeParty,
  wordOfMerged,
} from './merge.ts'
