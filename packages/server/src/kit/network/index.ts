export { Breaker, type BreakerOptions, type BreakerState } from './breaker.ts'
export { CSV_BOM, type CsvValue, csvCell, csvLine, readCsvCell } from './csv.ts'
export type { Destination } from './destinations.ts'
export type { Monotonic } from './monotonic.ts'
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
