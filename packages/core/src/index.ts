/**
 * The pure domain of a rural commercial bank: models, rules, contracts and reasons.
 * @packageDocumentation
 */
export * from './access/index.ts'
export * from './approvals/index.ts'
export * from './customers/index.ts'
export * from './desk/index.ts'
export * from './holdings/index.ts'
export * from './interactions/index.ts'
export * from './kit/index.ts'
export * from './reminders/index.ts'
export * from './segments/index.ts'
export * from './sources/index.ts'
