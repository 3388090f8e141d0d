import { syslogMessage } from '../syslog.ts'
import type { SecurityEvent } from './guard.ts'

/**
 * A security event for the bank's SIEM as one syslog message (RFC 5424), as `onSecurityEvent` hands it
 * out. It holds names and codes, never a customer's value. 32473 is the number that RFC 5612 keeps for
 * examples: give the bank's own.
 */
export const securityToSyslog = (event: SecurityEvent, host: string, enterprise = 32_473): string =>
  syslogMessage({
    facility: 10,
    severity: event.kind === 'unmasked' || event.kind === 'step-up-asked' ? 5 : 4,
    at: event.at,
    host,
    id: event.kind,
    data: 'security',
    enterprise,
    facts: {
      bank: event.bankId ?? '',
      actor: event.staffId ?? '',
      address: event.address,
      request: event.requestId,
      ...Object.fromEntries(
        Object.entries(event.facts).map(([name, value]) => [name, String(value)]),
      ),
    },
    text: event.kind,
  })
