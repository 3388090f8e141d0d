export { Account, AccountId, AccountRole, AccountView } from './account.ts'
export { holdingContract } from './contract.ts'
export { holdingDocs } from './contract-docs.ts'
export {
  AccountAverage,
  AccountAverageView,
  type BalanceFacts,
  type Days,
  dailyAverage,
  firstOfMonths,
  MonthlyFlow,
  MonthlyFlowView,
  periodsOf,
} from './daily-average.ts'
export { holdingErrors } from './errors.ts'
export { Averages, Flows, flowContract } from './flow-contract.ts'
export { GroupPicture, groupContract } from './group-contract.ts'
export {
  type CurrencyTotals,
  type GroupHolding,
  groupTotals,
  type OwnedAccount,
} from './group-totals.ts'
export { Holding, HoldingId, HoldingView, Product } from './holding.ts'
export { Channel, Movement, MovementId, MovementKind, MovementView } from './movement.ts'
export { type Totals, totalBalances } from './totals.ts'
