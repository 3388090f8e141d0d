export { ConsentPanel, type ConsentPanelProps } from './consent-panel.tsx'
export { CustomerEditor } from './customer-editor.tsx'
export { CustomerHistory } from './customer-history.tsx'
export { CustomerLabels } from './customer-labels.tsx'
export { ExposurePanel } from './exposure-panel.tsx'
export { FindOther } from './find-other.tsx'
export { OwnershipPanel } from './ownership-panel.tsx'
export { faultsInWords } from './relationship-form.tsx'
export { RelationshipGraph } from './relationship-graph.tsx'
export {
  useAddToHousehold,
  useFormHousehold,
  useHousehold,
  useLeaveHousehold,
} from './relationship-hooks.ts'
export { RelationshipPanel } from './relationship-panel.tsx'
export { ValueSources } from './value-sources.tsx'
