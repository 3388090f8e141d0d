import type { AuditRetention } from '../audit/expire.ts'
import type { Destination } from '../network/destinations.ts'
import { type Checks, type DangerFacts, isProduction, lookFor, refuse } from './danger.ts'

const YEAR = 365
const THREE_YEARS = 1_096

/** The audit is kept at least a year, and three where it is about customers. */
export const retentionChecks: Checks<AuditRetention> = {
  'audit.kept_too_short': ({ customerDays, otherDays }) => {
    const days = Math.min(customerDays, otherDays)
    return !(days >= YEAR) && { days }
  },
  'audit.sensitive_kept_too_short': ({ customerDays }) =>
    customerDays >= YEAR && !(customerDays >= THREE_YEARS) && { days: customerDays },
}

/** A sealer that lags, or tells nobody, leaves an end that can be cut off. */
export const sealerChecks: Checks<{ readonly everyMs: number; readonly onSeal?: unknown }> = {
  'audit.sealed_too_rarely': ({ everyMs }) =>
    !(everyMs <= 60_000) && { seconds: Math.round(everyMs / 1_000) },
  'audit.in_one_place': ({ onSeal }) => onSeal === undefined,
}

/** What a schedule of backups promises. */
export interface BackupPlan {
  readonly everyMinutes: number
  readonly days: number
  readonly folder: string
  /** The folder of the data, where there is one. */
  readonly data?: string
}

/** Half an hour of work is the most that may be lost (商业银行业务连续性监管指引, article 25). */
export const backupChecks: Checks<BackupPlan> = {
  'backup.too_rare': ({ everyMinutes }) => !(everyMinutes <= 30) && { minutes: everyMinutes },
  'backup.kept_too_short': ({ days }) => !(days >= 7) && { days },
  'backup.beside_data': ({ folder, data }) =>
    data !== undefined && (folder === data || folder.startsWith(`${data}/`)) && { folder },
}

/** What calls outwards may do. */
export interface OutboundPlan {
  readonly destinations: readonly Destination[]
  readonly timeoutMs: number
}

const isWide = (range: string): boolean => {
  const [address = '', bits] = range.split('/')
  return bits !== undefined && Number(bits) < (address.includes(':') ? 32 : 8)
}

/** A list of other systems that lets the server be sent anywhere is no list. */
export const outboundChecks: Checks<OutboundPlan> = {
  'outbound.plain_http': ({ destinations }) =>
    destinations
      .filter(({ scheme, host }) => scheme === 'http' && !/^(localhost|127\.|\[?::1)/.test(host))
      .map(({ host }): DangerFacts => ({ host })),
  'outbound.anywhere': ({ destinations }) =>
    destinations.flatMap(({ host, ranges = [] }) =>
      ranges.filter(isWide).map((range): DangerFacts => ({ host, range })),
    ),
  'outbound.no_deadline': ({ timeoutMs }) =>
    !(timeoutMs >= 1 && timeoutMs <= 60_000) && { milliseconds: String(timeoutMs) },
}

/** Where a listener stands. */
export interface ListenPlan {
  readonly hostname: string
  readonly behindTls: boolean
}

/** Nothing here speaks TLS itself: what listens to the network stands behind something that does. */
export const listenChecks: Checks<ListenPlan> = {
  'network.plain_http': ({ hostname, behindTls }) =>
    !behindTls && !/^(localhost|127(\.\d+){3}|::1)$/.test(hostname) && { hostname },
}

/** Hold a job to its checks where this is production. @throws `config.refused` */
export function expectSound<C>(checks: Checks<C>, configuration: C): void {
  if (isProduction()) refuse(lookFor(checks, configuration))
}
