import type { LicenceStanding, Me } from '@crm/core'
import { type Query, useQuery } from '../kit/use-query.ts'

/** The signed-in person, what they may do, and their bank's day. */
export const useMe = (): Query<Me> =>
  useQuery(['access', 'me'], (crm, signal) => crm.access.me({ signal }))

/** How the bank's licence stands: state, days left, modules, seats. */
export const useLicence = (): Query<LicenceStanding> =>
  useQuery(['access', 'licence'], (crm, signal) => crm.access.getLicence({ signal }))

/** The currency of the bank; yuan until it is known. */
export function useCurrency(): string {
  const me = useMe()
  return me.status === 'ready' ? me.data.bank.currency : 'CNY'
}
