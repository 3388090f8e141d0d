// A bank with a licence, for the tests that hold the server to it.
import { Licence, type Staff } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import { createVendorKeys, issueLicence, type VendorKeys } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'

/** Begins before the test bank's day (2026-03-05) and ends on the last of the month. */
export const marchLicence = Licence.parse({
  id: 'lic_march',
  bankId: bank.id,
  vendor: '示例软件公司',
  issuedOn: '2026-02-20',
  validFrom: '2026-03-01',
  expiresOn: '2026-03-31',
  graceDays: 15,
  modules: ['customers', 'holdings', 'reminders', 'desk', 'segments', 'sources'],
  seats: { named: 10, overrunPercent: 20 },
})

/** The vendor of these tests. */
export const vendor: VendorKeys = await createVendorKeys()

/** The text of a licence file that says this. */
export const licenceFile = (change: Partial<Licence> = {}): Promise<string> =>
  issueLicence({ ...marchLicence, ...change }, vendor.privateKey)

/** A test bank under a licence whose file can be changed while the bank is open. */
export interface LicensedBank extends TestBank {
  readonly renew: (change: Partial<Licence>) => Promise<void>
  /** How a call as somebody ended: `ok`, or its code. */
  readonly ask: (path: string, person?: Staff, init?: RequestInit) => Promise<string>
}

/** Open a bank with the licence of March, as changed. */
export async function openLicensedBank(
  change: Partial<Licence> = {},
  store?: Store,
): Promise<LicensedBank> {
  let file = await licenceFile(change)
  const opened = await openTestBank({
    licence: { file: () => file, vendorKey: vendor.publicKey },
    ...(store && { store }),
  })
  return {
    ...opened,
    async renew(changed) {
      file = await licenceFile(changed)
    },
    async ask(path, person, init) {
      const response = await opened.request(path, init, person)
      const body = (await response.json()) as { code?: string }
      return response.ok ? 'ok' : (body.code ?? `${response.status}`)
    },
  }
}

/** A day in milliseconds. */
export const DAY = 86_400_000
