export { customerContract } from './contract.ts'
export { BirthdayCalendar, Customer, CustomerId, CustomerView } from './customer.ts'
export { customerErrors } from './errors.ts'
