// node --conditions=@crm/source examples/nightly-batch/src/main.ts
import { bank, castCustomers } from '@crm/core/fixtures'
import { words } from '@crm/core/words'
import { runNight } from './night.ts'

const { reminders, segment } = runNight(castCustomers, bank.businessDate)
const nameOf = new Map<string, string>(castCustomers.map(({ id, name }) => [id, name]))

console.log(`${bank.name} ${bank.businessDate}\n`)
for (const { customerId, kind, dueOn, stakeFen } of reminders) {
  const label = words['zh-CN'][`reminder.kind.${kind}`]
  console.log(`${dueOn}  ${nameOf.get(customerId)}  ${label}  ¥${(stakeFen / 100).toFixed(2)}`)
}
console.log(`\n${segment.zh}: ${segment.count}\n${segment.en}: ${segment.count}`)
