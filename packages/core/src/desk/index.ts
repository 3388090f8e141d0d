export { CustomerOverview, deskContract, Unmasked } from './contract.ts'
