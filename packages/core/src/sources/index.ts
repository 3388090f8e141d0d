export { sourceContract } from './contract.ts'
export { Delivery, DeliveryId, Rejection, RejectionView } from './delivery.ts'
export { sourceErrors } from './errors.ts'
