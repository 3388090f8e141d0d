import { alwaysLicensed, isLicensed, type LicenceStanding, mostSeats } from '@crm/core'
import type { ReadSession } from '../kit/session.ts'
import { countSeats, dayAt } from './licence-store.ts'

const sold = (modules: readonly string[]): string[] =>
  [...new Set(modules)].filter((name) => !alwaysLicensed.includes(name) && name !== '*')

/** How the licence of the caller's bank stands. @throws `access.licence_invalid` */
export async function licenceStanding(session: ReadSession): Promise<LicenceStanding> {
  const { licensing, modules, bankId, db, ports } = session
  if (!licensing)
    return {
      state: 'none',
      reach: 'all',
      reason: { code: 'licence.none', facts: {} },
      modules: sold(modules).map((name) => ({ name, on: true })),
      features: [],
    }
  const { licence, state } = licensing.of(bankId)
  const taken = await countSeats(db, bankId, await dayAt(db, bankId, ports.now()))
  return {
    ...state,
    licenceId: licence.id,
    vendor: licence.vendor,
    expiresOn: licence.expiresOn,
    modules: sold([...modules, ...licence.modules]).map((name) => ({
      name,
      on: modules.includes(name) && isLicensed(licence, name),
    })),
    seats: { taken, of: licence.seats.named, most: mostSeats(licence) },
    features: [...(licence.features ?? [])],
  }
}
