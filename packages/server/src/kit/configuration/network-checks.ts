import type { Checks, DangerFacts } from './danger.ts'

/** What the dangers at the edge are looked for in. */
export interface NetworkPart {
  readonly origins?: readonly string[]
  readonly addresses?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] }
  readonly addressOf?: unknown
  readonly onSecurityEvent?: unknown
  readonly auditReads?: boolean
}

/** Half of all addresses, or all of them. */
const isAnywhere = (range: string): boolean => /\/[01]$/.test(range)

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text

/** Dangers at the edge of the network, and of what is put on record. */
export const networkChecks: Checks<NetworkPart> = {
  'network.origin_any': ({ origins = [] }) => origins.some((origin) => origin.includes('*')),
  'network.origin_null': ({ origins = [] }) => origins.includes('null'),
  'network.origin_http': ({ origins = [] }) =>
    origins
      .filter((origin) => isOrigin(origin) && origin.startsWith('http:'))
      .map((origin): DangerFacts => ({ origin })),
  'network.origin_unreadable': ({ origins = [] }) =>
    origins
      .filter((origin) => !origin.includes('*') && origin !== 'null' && !isOrigin(origin))
      .map((origin): DangerFacts => ({ origin })),
  'network.addresses_any': ({ addresses }) =>
    addresses?.allow?.filter(isAnywhere).map((range): DangerFacts => ({ range })),
  'network.addresses_blind': ({ addresses, addressOf }) =>
    addressOf === undefined &&
    ((addresses?.allow?.length ?? 0) > 0 || (addresses?.deny?.length ?? 0) > 0),
  'network.address_unknown': ({ addresses, addressOf }) =>
    addressOf === undefined && !addresses?.allow?.length && !addresses?.deny?.length,
  'network.events_lost': ({ onSecurityEvent }) => onSecurityEvent === undefined,
  'audit.reads_off': ({ auditReads }) => auditReads === false,
}
