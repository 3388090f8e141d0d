// Jobs and listeners that production refuses: each is called as a host would call it.
import { type DangerCode, expireAudit, startSealer } from '@crm/server'
import { createGuardedFetch, scheduleBackups, serve } from '@crm/server/node'

const nothing = {} as never

/** A call that has to be refused, with the same call in a sound form. */
export interface DangerousJob {
  readonly code: DangerCode
  readonly what: string
  readonly run: () => unknown
}

const kept =
  (customerDays: number, otherDays = 1_096) =>
  () =>
    expireAudit(nothing, { bankId: 'b', now: '', retention: { customerDays, otherDays } })
const sealed = (everyMs: number, onSeal?: () => void) => () =>
  startSealer({ store: nothing, now: () => '', everyMs, ...(onSeal && { onSeal }) })
const planned = (everyMinutes: number, days: number, folder: string) => () =>
  scheduleBackups({
    store: { origin: { folder: '/srv/crm', deadline: 1 } } as never,
    service: nothing,
    folder,
    everyMinutes,
    retention: { hours: 24, days },
  })
const called =
  (
    destination: Parameters<typeof createGuardedFetch>[0]['destinations'][number],
    timeoutMs = 5_000,
  ) =>
  () =>
    createGuardedFetch({ destinations: [destination], timeoutMs })

const list: readonly (readonly [DangerCode, string, () => unknown])[] = [
  ['audit.kept_too_short', 'the audit kept 180 days', kept(1_096, 180)],
  ['audit.sensitive_kept_too_short', 'customers’ audit kept a year', kept(366)],
  ['audit.sealed_too_rarely', 'sealed every hour', sealed(3_600_000, () => undefined)],
  ['audit.in_one_place', 'seals in one place', sealed(1_000)],
  ['backup.too_rare', 'a backup a day', planned(1_440, 14, '/backup/crm')],
  ['backup.kept_too_short', 'one day of backups', planned(15, 1, '/backup/crm')],
  ['backup.beside_data', 'backups inside the data', planned(15, 14, '/srv/crm/backups')],
  ['outbound.plain_http', 'plain http outwards', called({ host: 'sms.bank.cn', scheme: 'http' })],
  ['outbound.anywhere', 'anywhere inside', called({ host: 'sms.bank.cn', ranges: ['0.0.0.0/0'] })],
  ['outbound.no_deadline', 'a call without end', called({ host: 'sms.bank.cn' }, 3_600_000)],
  [
    'network.plain_http',
    'plain HTTP for the network',
    () => serve({ fetch: () => new Response(), port: 0, hostname: '0.0.0.0' }),
  ],
]

/** Every job and listener that production refuses. */
export const dangerousJobs: readonly DangerousJob[] = list.map(([code, what, run]) => ({
  code,
  what,
  run,
}))
