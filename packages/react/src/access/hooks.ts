import type {
  AccessExplanation,
  AuditEvent,
  BackupStanding,
  CustomerId,
  LicenceStanding,
  LocalDate,
  Me,
  Page,
  RoleLine,
  StaffId,
  StaffLine,
} from '@crm/core'
import { type Pages, usePages } from '../kit/use-pages.ts'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The signed-in person, what they may do, and their bank's day. */
export const useMe = (): Query<Me> =>
  useQuery(['access', 'me'], (crm, signal) => crm.access.me({ signal }))

/** How the bank's licence stands: state, days left, modules, seats. */
export const useLicence = (): Query<LicenceStanding> =>
  useQuery(['access', 'licence'], (crm, signal) => crm.access.getLicence({ signal }))

/** How backups, the last drill and the audit's seals stand; looked at again each minute. */
export const useBackups = (): Query<BackupStanding> =>
  useQuery(['access', 'backups'], (crm, signal) => crm.access.getBackups({ signal }), {
    everyMs: 60_000,
  })

/** What each role may do and see, for administrators. */
export const useRoles = (): Query<Page<RoleLine>> =>
  useQuery(['access', 'roles'], (crm, signal) => crm.access.listRoles({ signal }))

/** Who works at the bank, for administrators. */
export const useStaff = (): Query<Page<StaffLine>> =>
  useQuery(['access', 'staff'], (crm, signal) => crm.access.listStaff({ limit: 100 }, { signal }))

/** Why somebody sees a customer on a day, or does not. */
export const useAccessExplanation = (question: {
  readonly staffId: StaffId
  readonly customerId: CustomerId
  readonly asOf?: LocalDate | undefined
}): Query<AccessExplanation> =>
  useQuery(['access', 'explain', question], (crm, signal) =>
    crm.access.explain(question, { signal }),
  )

/** Who did and saw what, as far as it has been read; of one object, where one is named. */
export const useAudit = (objectId?: string): Pages<AuditEvent> =>
  usePages(['access', 'audit', objectId], (crm, cursor, signal) =>
    crm.access.listAudit({ objectId, cursor, limit: 20 }, { signal }),
  )

/** The currency of the bank; yuan until it is known. */
export function useCurrency(): string {
  const me = useMe()
  return me.status === 'ready' ? me.data.bank.currency : 'CNY'
}
