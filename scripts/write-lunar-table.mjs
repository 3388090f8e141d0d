// Writes the lunar months of 1900–2100 as a small table, worked out by tyme4ts; with --check, compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LunarYear } from 'tyme4ts'

const FIRST = 1900
const LAST = 2100
const file = fileURLToPath(new URL('../packages/core/src/kit/lunar/table.ts', import.meta.url))

/** The leap month in the low four bits, then a bit for each month in its order: 1 where it has 30 days. */
function encode(year) {
  const lunar = LunarYear.fromYear(year)
  const long = lunar.getMonths().map((month) => (month.getDayCount() === 30 ? 1 : 0))
  return long.reduce((bits, bit, at) => bits | (bit << (at + 4)), lunar.getLeapMonth())
}

const years = Array.from({ length: LAST - FIRST + 1 }, (_, at) => encode(FIRST + at).toString(36))
const first = LunarYear.fromYear(FIRST).getMonths()[0].getFirstJulianDay().getSolarDay()
const iso = [first.getYear(), first.getMonth(), first.getDay()]
  .map((part) => String(part).padStart(2, '0'))
  .join('-')
const lines = []
for (let at = 0; at < years.length; at += 18)
  lines.push(`  '${years.slice(at, at + 18).join(' ')}',`)
const text = `// Written by scripts/write-lunar-table.mjs from tyme4ts; do not edit.

/** The first lunar year of the table. */
export const FIRST_YEAR = ${FIRST}
/** The first day of that year, by the solar calendar. */
export const FIRST_DAY = '${iso}'
/** A number to the base 36 for each year: leap month in four bits, then a bit for each long month. */
export const years = [
${lines.join('\n')}
]
`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('The lunar table is not what tyme4ts works out.')
    process.exit(1)
  }
  console.log(`${years.length} lunar years as tyme4ts has them.`)
} else writeFileSync(file, text)
