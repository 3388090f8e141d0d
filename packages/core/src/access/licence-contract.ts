import * as z from 'zod/mini'
import { type Contract, LocalDate, page, pageQuery, Reason } from '../kit/index.ts'
import { LicenceId, LicenceReach } from './licence.ts'
import { Seat } from './seats.ts'
import { StaffId } from './staff.ts'

/** How the licence of the caller's bank stands: what the widgets are told. */
export const LicenceStanding = z.strictObject({
  /** `none`: this installation runs without a licence file, and everything is on. */
  state: z.enum(['none', 'valid', 'grace', 'expired', 'not_yet', 'clock_rolled_back']),
  reach: LicenceReach,
  reason: Reason,
  daysLeft: z.optional(z.int()),
  licenceId: z.optional(LicenceId),
  vendor: z.optional(z.string()),
  expiresOn: z.optional(LocalDate),
  /** Every room that can be sold, and whether it may be used here. */
  modules: z.array(z.strictObject({ name: z.string(), on: z.boolean() })),
  /** Seats taken, of those that were bought, and the most that may be taken. */
  seats: z.optional(z.strictObject({ taken: z.int(), of: z.int(), most: z.int() })),
  features: z.array(z.string()),
})
export interface LicenceStanding extends z.infer<typeof LicenceStanding> {}

/** The meter as lines of JSON: one for each day that is over, and a signed seal at the end. */
export const MeterExport = z.strictObject({ lines: z.array(z.string()) })
export interface MeterExport extends z.infer<typeof MeterExport> {}

/** The endpoints of the licence; part of the access contract. None needs a seat. */
export const licenceEndpoints = {
  getLicence: {
    method: 'GET',
    path: '/access/licence',
    needs: 'access:read',
    returns: LicenceStanding,
    essential: true,
    errors: ['access.licence_invalid'],
  },
  listSeats: {
    method: 'GET',
    path: '/access/seats',
    needs: 'licence:read',
    query: z.strictObject(pageQuery),
    returns: page(Seat),
    essential: true,
    errors: ['page.cursor_invalid'],
  },
  freeSeat: {
    method: 'POST',
    path: '/access/seats/:id/free',
    needs: 'licence:write',
    params: z.strictObject({ id: StaffId }),
    returns: Seat,
    writes: true,
    expects: 'none',
    essential: true,
    errors: ['access.seat_not_found'],
  },
  exportMeter: {
    method: 'GET',
    path: '/access/meter',
    needs: 'licence:read',
    returns: MeterExport,
    essential: true,
    errors: ['access.licence_absent', 'access.licence_invalid', 'access.meter_unsigned'],
  },
} as const satisfies Contract
