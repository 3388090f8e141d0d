export { LABEL_MOST, labelContract } from './contract.ts'
export { labelDocs } from './docs.ts'
export { labelErrors } from './errors.ts'
export { Label, LabelChangeId, LabelId, LabelLine, LabelOutcome } from './label.ts'
