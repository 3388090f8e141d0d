export { CustomerOverview, deskContract, Unmasked } from './contract.ts'
export { deskDocs } from './contract-docs.ts'
