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
    summary: {
      zh: '授权状态、模块与席位',
      en: 'How the licence stands: days left, modules, seats',
    },
    returns: LicenceStanding,
    essential: true,
    errors: ['access.licence_invalid'],
    example: {
      returns: {
        state: 'valid',
        reach: 'all',
        reason: { code: 'licence.valid', facts: { on: '2026-12-31', days: 301 } },
        daysLeft: 301,
        licenceId: 'lic_2026',
        vendor: '示例软件公司',
        expiresOn: '2026-12-31',
        modules: [
          { name: 'customers', on: true },
          { name: 'segments', on: false },
        ],
        seats: { taken: 18, of: 50, most: 55 },
        features: [],
      },
    },
  },
  listSeats: {
    method: 'GET',
    path: '/access/seats',
    needs: 'licence:read',
    summary: { zh: '占用席位的员工', en: 'Who holds a seat of the licence' },
    query: z.strictObject(pageQuery),
    returns: page(Seat),
    essential: true,
    errors: ['page.cursor_invalid'],
    example: {
      query: { limit: '20' },
      returns: {
        items: [
          {
            staffId: 'stf_chen',
            name: '陈波',
            takenAt: '2026-03-02T01:00:00.000Z',
            lastSeenOn: '2026-03-05',
          },
        ],
      },
    },
  },
  freeSeat: {
    method: 'POST',
    path: '/access/seats/:id/free',
    needs: 'licence:write',
    summary: { zh: '释放某员工的席位', en: 'Free the seat that somebody holds' },
    params: z.strictObject({ id: StaffId }),
    returns: Seat,
    writes: true,
    expects: 'none',
    essential: true,
    errors: ['access.seat_not_found'],
    example: {
      params: { id: 'stf_liu' },
      returns: {
        staffId: 'stf_liu',
        name: '刘芳',
        takenAt: '2026-03-02T01:00:00.000Z',
        lastSeenOn: '2026-03-04',
      },
    },
  },
  exportMeter: {
    method: 'GET',
    path: '/access/meter',
    needs: 'licence:read',
    summary: {
      zh: '导出用量记录(逐日链式、签名)',
      en: 'The meter to hand to the vendor: chained day by day, and signed',
    },
    returns: MeterExport,
    essential: true,
    errors: ['access.licence_absent', 'access.licence_invalid', 'access.meter_unsigned'],
    example: {
      returns: {
        lines: [
          '{"activeSeats":18,"bankId":"bnk_shiqiao","calls":{"customers":412},"day":"2026-03-04","hash":"…","n":1,"previous":"…"}',
          '{"algorithm":"Ed25519","at":"2026-03-05T01:00:00.000Z","bankId":"bnk_shiqiao","days":1,"head":"…","keyId":"sign-1","licenceId":"lic_2026","signature":"…"}',
        ],
      },
    },
  },
} as const satisfies Contract
