// The manager's desk with everything of trust behind it: sealed values, a sealed audit, backups, a licence.
import { auntLi, bank } from '@crm/core/fixtures'
import { openVault, sealedStore, sealNext } from '@crm/server'
import { createVendorKeys, intlSuite, issueLicence, memoryKeyService } from '@crm/server/node'
import { openHost } from './host.mjs'

const DAY = 86_400_000
const dayFromNow = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
const agoIso = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString()

/** The customer of these tests, and what no screen may hold of her unasked. */
export const aunt = auntLi
export const numbers = [
  auntLi.phone,
  auntLi.idNumber,
  ...auntLi.accounts.map(({ number }) => number),
]

const backups = async () => ({
  rpoMinutes: 30,
  backups: [14, 29, 44].map((minutes) => ({
    takenAt: agoIso(minutes),
    engine: 'pglite',
    bytes: 4_812_330 - minutes,
    rows: 66_412 - minutes,
    verified: true,
  })),
  drill: { at: agoIso(60 * 24 * 20), rows: 66_000, restoreMs: 2_340, sound: true },
})

/** Serve it; `lastDays` says when the licence ends, in days from now. */
export async function openTrustHost(page, { lastDays = 30 } = {}) {
  const vendor = await createVendorKeys()
  const file = await issueLicence(
    {
      id: 'lic_demo',
      bankId: bank.id,
      vendor: '示例软件公司',
      issuedOn: dayFromNow(-90),
      validFrom: dayFromNow(-90),
      expiresOn: dayFromNow(lastDays),
      graceDays: 0,
      modules: ['customers', 'holdings', 'reminders', 'desk', 'segments', 'sources'],
      seats: { named: 20, overrunPercent: 10 },
    },
    vendor.privateKey,
  )
  const service = memoryKeyService({ seed: 'trust in a browser' })
  const vault = openVault({ service, suite: intlSuite })
  const host = await openHost(page, {
    sealed: (store) => sealedStore(store, vault),
    server: { backups, licence: { file: () => file, vendorKey: vendor.publicKey } },
  })
  return { ...host, seal: () => sealNext(host.store, bank.id, new Date().toISOString()) }
}
