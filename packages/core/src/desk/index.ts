export { CustomerOverview, deskContract } from './contract.ts'
