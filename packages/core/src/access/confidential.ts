import type { AuditEvent } from './audit.ts'
import type { Caller } from './caller.ts'
import { may } from './entitlement.ts'

/**
 * Nouns of which who works with customers may not even know that there is one: a report of suspicion must
 * not reach the person it is about (反洗钱法 of 2024, article 35; PBOC Order 2016-3, article 23). Data: a
 * room that brings such a noun names it here, and its endpoints, events, approvals and audit rows are
 * kept from everybody without `noun:read`.
 */
export const confidentialNouns: readonly string[] = ['suspicion']

/** The confidential nouns that this caller may not know of. */
export const hiddenNouns = (caller: Pick<Caller, 'roles'>): readonly string[] =>
  confidentialNouns.filter((noun) => !may(caller, `${noun}:read`))

/** A row of the audit as somebody sees it who may not know what it is about: who and when, and no more. */
export const coverEvent = (event: AuditEvent, hidden: readonly string[]): AuditEvent =>
  hidden.includes(event.objectKind)
    ? {
        ...event,
        action: 'confidential',
        objectKind: 'confidential',
        objectId: '',
        fieldNames: [],
        customerIds: [],
        purpose: '',
        policyId: '',
        result: '',
      }
    : event
