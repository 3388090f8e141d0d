/** How much one person may ask and see. Data: a bank sets its own. */
export interface Limits {
  readonly requestsPerMinute: number
  /** Searches by an exact number, where an answer tells whether the number is known. */
  readonly exactSearchesPerHour: number
  /** Calls without a valid sign-in from one address. */
  readonly failedSignInsPerMinute: number
  readonly unmasksPerDay: number
  /** Different customers whose data leave. */
  readonly customersPerDay: number
  /** Counts of people by who may count them and not see them: what one tells is little, what many tell is not. */
  readonly countsPerDay: number
  /** Expensive calls of one person at the same time. */
  readonly heavyAtOnce: number
}

/** The limits that come with the product. */
export const defaultLimits: Limits = {
  requestsPerMinute: 300,
  exactSearchesPerHour: 60,
  failedSignInsPerMinute: 20,
  unmasksPerDay: 30,
  customersPerDay: 2_000,
  countsPerDay: 300,
  heavyAtOnce: 2,
}
