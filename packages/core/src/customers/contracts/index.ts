/**
 * The contracts of `customers` that a page loads when it asks for them, without the rules beside them.
 * @packageDocumentation
 */
export { goldenContract } from '../golden-contract.ts'
export { householdContract } from '../households/contract.ts'
export { labelContract } from '../labels/contract.ts'
export { mergeContract } from '../merging/contract.ts'
export { ownershipContract } from '../ownership-contract.ts'
export { relationshipContract } from '../relationships/contract.ts'
