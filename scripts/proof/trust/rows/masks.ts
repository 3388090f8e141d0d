import { bank } from '@crm/core/fixtures'
import { equal, type ProofLine, zero } from '../../line.ts'
import { crawl } from '../access/crawl.ts'
import { becomeRole, openFront, plantHouses } from '../access/houses.ts'
import { asker } from '../access/plant-kinds.ts'
import type { TrustProof } from '../row.ts'

/** How many of so many tries on one day, all at once, show a value. */
async function unmaskedOf(tries: number, store: Awaited<ReturnType<typeof plantHouses>>) {
  await becomeRole(store, 'teller')
  const front = openFront(store, { limits: { unmasksPerDay: 30 } })
  const seat = { bankId: bank.id, staffId: asker, sessionId: 'unmask' }
  const body = {
    customerId: 'cus_own',
    resource: 'customer',
    id: 'cus_own',
    field: 'phone',
    reason: '核对资料',
  }
  const answers = await Promise.all(
    Array.from({ length: tries }, () => front.ask(seat, 'POST', '/desk/unmask', { body })),
  )
  return answers.filter(({ status }) => status === 200).length
}

async function run(): Promise<ProofLine[]> {
  const store = await plantHouses()
  const found = await crawl(store)
  const shown = await unmaskedOf(45, store)
  await store.close()
  for (const one of found.inAnswers.slice(0, 20)) process.stderr.write(`  ${one}\n`)
  const among = `of ${found.values} planted values, in ${found.answers} answers`
  return [
    zero(
      'T02 values in full in bodies, headers, cursors and errors',
      found.inAnswers.length,
      among,
    ),
    zero('T02 values in full in logs, alarms, audit and events', found.inLogs.length, among),
    equal('T02 values unmasked on one day by 45 tries at once', shown, 30, 'values'),
  ]
}

export const proof: TrustProof = { rows: ['T02'], run }
