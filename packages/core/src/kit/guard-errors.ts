import { CrmError } from './error.ts'

/**
 * What the guards at the edge refuse: webhooks that are not what they say, and destinations that nothing
 * may be sent to. `retryAfter` is in whole seconds.
 */
export const guardErrors = {
  webhookRefused: (why: string) =>
    new CrmError('webhook.refused', 401, `The webhook was not taken: ${why}.`, { why }),
  webhookSecretWeak: () =>
    new CrmError('webhook.secret_weak', 500, 'A webhook secret has at least 24 bytes.'),
  destinationRefused: (why: string) =>
    new CrmError('outbound.destination_refused', 502, `Nothing was sent: ${why}.`, { why }),
  outboundFailed: (host: string, cause?: unknown) =>
    new CrmError('outbound.failed', 502, `${host} could not be reached.`, { host }, { cause }),
  outboundTimedOut: (host: string, milliseconds: number) =>
    new CrmError('outbound.timed_out', 504, `${host} took more than ${milliseconds} ms.`, {
      host,
      milliseconds,
    }),
  outboundTooLarge: (host: string, limit: number) =>
    new CrmError('outbound.too_large', 502, `${host} answered with more than ${limit} bytes.`, {
      host,
      limit,
    }),
  circuitOpen: (name: string, retryAfter: number) =>
    new CrmError('outbound.circuit_open', 503, `${name} fails; it is left alone for now.`, {
      name,
      retryAfter,
    }),
  deadLetterUnknown: (consumer: string, position: string) =>
    new CrmError('outbox.dead_letter_unknown', 404, 'There is no such dead letter.', {
      consumer,
      position,
    }),
}
