import { CrmError } from './error.ts'

/**
 * What the guards at the edge refuse: too much, too often, from the wrong place or to the wrong one.
 * `retryAfter` is in whole seconds, to be sent as the header of that name.
 */
export const guardErrors = {
  tooMany: (limit: string, retryAfter: number) =>
    new CrmError('limit.too_many', 429, `The limit "${limit}" is reached for now.`, {
      limit,
      retryAfter,
    }),
  tooManyAtOnce: (limit: string, most: number) =>
    new CrmError('limit.too_many_at_once', 429, `Only ${most} of "${limit}" may run at once.`, {
      limit,
      most,
    }),
  dayIsSpent: (kind: string, cap: number) =>
    new CrmError('limit.day_is_spent', 429, `All ${cap} of "${kind}" for today are used.`, {
      kind,
      cap,
    }),
  customersSpent: (budget: number) =>
    new CrmError(
      'limit.customers_spent',
      429,
      `More than ${budget} different customers in one day: nothing more is shown today.`,
      { budget },
    ),
  lockedOut: (retryAfter: number) =>
    new CrmError('limit.locked_out', 429, 'Too many failed attempts; wait.', { retryAfter }),
  addressDenied: () =>
    new CrmError('request.address_denied', 403, 'Requests from this address are not taken.'),
  crossSite: (why: string) =>
    new CrmError('request.cross_site', 403, `The request does not come from our pages: ${why}.`, {
      why,
    }),
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
