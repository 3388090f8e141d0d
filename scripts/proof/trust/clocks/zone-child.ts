// Everything about days, computed under the time zone of this process, as one digest.
import { createHash } from 'node:crypto'
import { addDays, addMonths, ageOn, daysBetween, type Instant, LocalDate } from '@crm/core'
import { bank, callerOf, chenBo } from '@crm/core/fixtures'
import { WriteSession } from '@crm/server'
import { toParameter } from '../../../../packages/server/src/kit/store/parameters.ts'
import { readerOf } from '../../../../packages/server/src/kit/store/readers.ts'

const DATE_OID = 1082
const FIRST = '1900-01-01' as LocalDate
const DAYS = 46_021
const HALF_HOUR = 1_800_000

const hash = createHash('sha256')
const read = readerOf(DATE_OID)
let wrong = 0
let day = FIRST
for (let n = 0; n < DAYS; n++) {
  // Worked out without any calendar of this machine's zone (days since 1970, in UTC).
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const since = Date.UTC(year, month - 1, date) / 86_400_000
  const stored = read(toParameter(LocalDate.parse(day)) ?? '')
  if (stored !== day || since !== -25_567 + n) wrong += 1
  hash.update(
    `${day} ${stored} ${ageOn(day, bank.businessDate)} ${addMonths(day, 1)} ${daysBetween(day, bank.businessDate)}\n`,
  )
  day = addDays(day, 1)
}

/** The bank's calendar day around the clock for two years, beside what the tz database says of Shanghai. */
const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
let now = '' as Instant
const start = { caller: callerOf(chenBo), ports: { now: () => now, newId: () => '' } }
const session = new WriteSession({} as never, start as never, undefined)
let otherDay = 0
for (let at = Date.UTC(2025, 11, 31); at < Date.UTC(2027, 0, 2); at += HALF_HOUR) {
  now = new Date(at).toISOString() as Instant
  const { day: today } = session.who
  if (today !== shanghai.format(at)) otherDay += 1
  hash.update(today)
}
console.log(JSON.stringify({ wrong, otherDay, digest: hash.digest('hex') }))
