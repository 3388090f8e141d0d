import { ageOn, because, type LocalDate, type Reason } from '../kit/index.ts'
import type { ConsentState } from './consent.ts'
import type { Customer } from './customer.ts'

/** What else has to be known before somebody is written to. */
export interface ContactFacts {
  readonly customer: Pick<Customer, 'status' | 'bornOn' | 'kind'>
  /** Processing is restricted to keeping (PIPL, article 47). */
  readonly restricted: boolean
  /** The guardian has agreed for a child. */
  readonly guardianAgreed: boolean
  /** A complaint is open: nothing is sold to whom one owes an answer. */
  readonly complaintOpen: boolean
}

/** Below this age a guardian decides (PIPL, article 31). */
const ADULT_ENOUGH = 14

/**
 * Why a marketing message must not go out; empty, when it may. To be asked within the transaction that
 * sends, never when the audience was gathered: between the two somebody may have said no.
 */
export function reasonsNotToContact(
  consent: ConsentState,
  { customer, restricted, guardianAgreed, complaintOpen }: ContactFacts,
  asOf: LocalDate,
): readonly Reason[] {
  const reasons: Reason[] = []
  if (!consent.open) reasons.push(consent.reason)
  if (restricted) reasons.push(because('contact.restricted'))
  if (customer.status === 'deceased') reasons.push(because('contact.deceased'))
  if (customer.status === 'closed') reasons.push(because('contact.closed'))
  if (complaintOpen) reasons.push(because('contact.complaint_open'))
  const age = customer.bornOn && ageOn(customer.bornOn, asOf)
  if (age !== undefined && age < ADULT_ENOUGH && !guardianAgreed)
    reasons.push(because('contact.minor', { age }))
  return reasons
}
