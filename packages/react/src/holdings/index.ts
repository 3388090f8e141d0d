export { CashFlow } from './cash-flow.tsx'
export { MovementList } from './movement-list.tsx'
export { MovementRow } from './movement-row.tsx'
