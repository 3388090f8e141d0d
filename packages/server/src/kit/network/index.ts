export { Breaker, type BreakerOptions, type BreakerState } from './breaker.ts'
export { CSV_BOM, type CsvValue, csvCell, csvLine, readCsvCell } from './csv.ts'
export type { Destination } from './destinations.ts'
export { addressKey, clientAddress, type IpRuleLists, IpRules } from './ip-rules.ts'
export { AtOnceLimiter, type Limit, limitDefaults, RequestLimiter, type Taken } from './limits.ts'
export { LockOut, type LockOutRule, lockOutDefaults } from './lock-out.ts'
export type { Monotonic } from './monotonic.ts'
export { CLIENT_HEADER, holdToOwnPages } from './origin.ts'
export {
  type BudgetHolder,
  calendarDay,
  countDisclosed,
  type Disclosed,
  forgetOldCounters,
  KEEP_COUNTERS_DAYS,
  takeDaily,
} from './row-budget.ts'
export {
  forgetOldWebhooks,
  KEEP_WEBHOOKS_DAYS,
  type ReceivedWebhook,
  takeWebhook,
} from './webhook-seen.ts'
export {
  signWebhook,
  verifyWebhook,
  WEBHOOK_WINDOW_SECONDS,
  type Webhook,
  type WebhookHeaders,
} from './webhook-signature.ts'
