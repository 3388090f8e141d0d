export {
  type BeneficialOwner,
  type BeneficialOwners,
  beneficialOwners,
  type OwnershipChain,
} from './beneficial-owners.ts'
export { checkRelationship, type Parties, type Party } from './check-relationship.ts'
export {
  GuaranteePicture,
  NewRelationship,
  OwnershipPicture,
  RelationshipLine,
  RelationshipList,
  RelationshipNetwork,
  relationshipContract,
} from './contract.ts'
export { relationshipDocs } from './docs.ts'
export { relationshipErrors } from './errors.ts'
export {
  exposureOf,
  type GuaranteeCircle,
  type GuaranteeExposure,
  guaranteeCircles,
} from './guarantee-circles.ts'
export {
  Relationship,
  RelationshipId,
  RelationshipRole,
  RelationshipView,
} from './relationship.ts'
export { inverseOf, kindOfRole, type RelationshipKind } from './roles.ts'
export { holdsOn, isKin, isMutual, overlap, type Span, type Tie, tieOf } from './tie.ts'
