/**
 * Hooks and widgets: accessible, themable, in Chinese and English.
 * @packageDocumentation
 */
export { AccessExplainer } from './access/access-explainer.tsx'
export { AuditTrail, type AuditTrailProps } from './access/audit-trail.tsx'
export { BackupStatus } from './access/backup-status.tsx'
export {
  useAccessExplanation,
  useAudit,
  useBackups,
  useCurrency,
  useLicence,
  useMe,
  useRoles,
  useStaff,
} from './access/hooks.ts'
export { LicenceStatus } from './access/licence-status.tsx'
export { RoleTable } from './access/role-table.tsx'
export { ConsentPanel, type ConsentPanelProps } from './customers/consent-panel.tsx'
export { CustomerEditor, type CustomerEditorProps } from './customers/customer-editor.tsx'
export { CustomerHistory, type CustomerHistoryProps } from './customers/customer-history.tsx'
export { CustomerLabels, type CustomerLabelsProps } from './customers/customer-labels.tsx'
export { CustomerSearch, type CustomerSearchProps } from './customers/customer-search.tsx'
export { ExposurePanel, type ExposurePanelProps } from './customers/exposure-panel.tsx'
export {
  useCreateCustomer,
  useCustomerAsOf,
  useCustomerHistory,
  useEditCustomer,
  useProvenance,
  useRestoreCustomer,
} from './customers/golden-hooks.ts'
export {
  useConsents,
  useCustomer,
  useCustomerSearch,
  useRecordConsent,
  useSettled,
} from './customers/hooks.ts'
export {
  useChangeLabelled,
  useCreateLabel,
  useLabelled,
  useLabels,
  useLabelsOf,
  useUndoLabelled,
} from './customers/label-hooks.ts'
export { LabelLists, type LabelListsProps } from './customers/label-lists.tsx'
export {
  useCandidates,
  useClaim,
  useHandOver,
  useOwnership,
  useShareOut,
} from './customers/ownership-hooks.ts'
export { OwnershipPanel, type OwnershipPanelProps } from './customers/ownership-panel.tsx'
export { RelationshipGraph, type RelationshipGraphProps } from './customers/relationship-graph.tsx'
export {
  useAddRelationship,
  useAddToHousehold,
  useBeneficialOwners,
  useEndRelationship,
  useFormHousehold,
  useGuarantees,
  useHousehold,
  useLeaveHousehold,
  useNetwork,
  useRelationships,
  useUndoRelationship,
} from './customers/relationship-hooks.ts'
export { RelationshipPanel, type RelationshipPanelProps } from './customers/relationship-panel.tsx'
export { ValueSources, type ValueSourcesProps } from './customers/value-sources.tsx'
export { CallerLookup, type CallerLookupProps } from './desk/caller-lookup.tsx'
export { Customer360, type Customer360Props } from './desk/customer-360.tsx'
export { CustomerOverview, type CustomerOverviewProps } from './desk/customer-overview.tsx'
export type { CustomerPart } from './desk/customer-parts.tsx'
export { CustomerTimeline, type CustomerTimelineProps } from './desk/customer-timeline.tsx'
export {
  useCaller,
  useCustomerOverview,
  useOpenWork,
  useTimeline,
  useUnmask,
  useVerifyCaller,
} from './desk/hooks.ts'
export { HouseholdPanel, type HouseholdPanelProps } from './desk/household-panel.tsx'
export { UnmaskField, type UnmaskFieldProps } from './desk/unmask-field.tsx'
export { CashFlow, type CashFlowProps } from './holdings/cash-flow.tsx'
export {
  type MovementFilter,
  useAccounts,
  useAverages,
  useFlows,
  useGroupTotals,
  useMovements,
} from './holdings/hooks.ts'
export { MovementList, type MovementListProps } from './holdings/movement-list.tsx'
export {
  useAddToInteraction,
  useDiscardInteraction,
  useInteractions,
  useNextSteps,
  useSubmitInteraction,
  useWriteInteraction,
} from './interactions/hooks.ts'
export { InteractionLog, type InteractionLogProps } from './interactions/interaction-log.tsx'
export { NextSteps, type NextStepsProps } from './interactions/next-steps.tsx'
export type { CoverAfter } from './kit/away.ts'
export {
  CrmProvider,
  type CrmProviderProps,
  type Theme,
  useCrm,
  useFormat,
  useWords,
} from './kit/crm-provider.tsx'
export type { Format } from './kit/format.ts'
export type { Facts, Locale, Say, Words } from './kit/say.ts'
export { type Action, useAction } from './kit/use-action.ts'
export { type Pages, usePages } from './kit/use-pages.ts'
export { type Key, type Query, type QueryOptions, useQuery } from './kit/use-query.ts'
export { en } from './kit/words/en.ts'
export { type WidgetWord, zhCN } from './kit/words/zh-cn.ts'
export { DueReminders, type DueRemindersProps } from './reminders/due-reminders.tsx'
export { useCloseReminder, useDueReminders, useReopenReminder } from './reminders/hooks.ts'
export { useSegmentPreview } from './segments/hooks.ts'
export { SegmentPreview, type SegmentPreviewProps } from './segments/segment-preview.tsx'
