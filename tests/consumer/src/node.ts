// A host's own program: a rule of the bank, then the whole CRM in memory behind its client.
import { CustomerId, daysBetween, isCrmError, LocalDate } from '@crm/core'
import { zhouMin } from '@crm/core/fixtures'
import { openTestBank } from '@crm/testing'

const asOf = LocalDate.parse('2026-03-05')
const days = daysBetween(asOf, LocalDate.parse('2026-03-10'))
if (days !== 5) throw new Error(`${days} days`)

const bank = await openTestBank()
const overview = await bank.crm.desk.getOverview(CustomerId.parse('cus_li'))
if (!overview.customer) throw new Error('Aunt Li has no page')

const missing = await bank
  .as(zhouMin)
  .desk.getOverview(CustomerId.parse('cus_nobody'))
  .catch((fault: unknown) => fault)
if (!isCrmError(missing) || missing.code !== 'customer.not_found') throw missing

await bank.close()
console.log(`consumer: ${overview.holdings.length} holdings`)
