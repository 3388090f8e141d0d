export {
  ExplanationStep,
  SegmentExplanation,
  SegmentPreview,
  SMALLEST_COUNT,
  segmentContract,
} from './contract.ts'
export { segmentDocs } from './contract-docs.ts'
export { segmentErrors } from './errors.ts'
export { customerFields } from './fields.ts'
export { Segment, SegmentId, SegmentName } from './segment.ts'
