// A teller with a valid token, and a program instead of a customer at the counter.
import { type BranchId, branchTree } from '@crm/core'
import { bank, branches, liuFang } from '@crm/core/fixtures'
import { migrations, sealedStore, watchAudit } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { openTestBank, testVault } from '@crm/testing'
import { sql } from 'kysely'
import { chance } from './tamper.ts'

/** What the program got, and who heard of it. */
export interface ScrapingOutcome {
  /** Customers of the branch that it could have had. */
  readonly book: number
  /** Different customers whose data left the server. */
  readonly got: number
  readonly budget: number
  /** Alarms of the spent budget, told while it went on. */
  readonly alarms: number
  /** Alerts of mass reading that the watch raised when it looked next. */
  readonly alerts: number
  readonly cursors: number
  /** Altered cursors that showed a customer beyond the page they belong to, or broke the server. */
  readonly cursorsThatWorked: number
}

const BOOK = 6_000

interface Beyond {
  readonly items: readonly { readonly branchId: BranchId }[]
}

const within = new Set(branchTree(branches, liuFang.branchId))

/** One letter of a cursor is another. */
function alter(cursor: string, random: () => number): string {
  const at = (length: number) => Math.floor(random() * length)
  const place = at(cursor.length)
  return `${cursor.slice(0, place)}${String.fromCharCode(48 + at(75))}${cursor.slice(place + 1)}`
}

interface Listed {
  readonly items: readonly { readonly id: string }[]
  readonly next?: string
}

/** Scrape by every door that shows customers, within the limits that come with the product. */
export async function scrape(seed: number): Promise<ScrapingOutcome> {
  const random = chance(seed)
  const store = sealedStore(await openMemoryStore({ migrations }), testVault())
  const house = await openTestBank({ store, limits: { customersPerDay: 2_000 } })
  await sql`insert into customer
      (bank_id, customer_id, kind, name, branch_id, manager_id, opened_on, source, source_key)
    select ${bank.id}, 'cus_mass' || n, 'person', '王' || n, 'brn_town', '', '2020-01-01', 'proof', n::text
    from generate_series(1, ${BOOK}) as n`.execute(store.db)
  const got = new Set<string>()
  const ask = async (path: string, body?: unknown): Promise<Listed | undefined> => {
    const init = body
      ? {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
      : {}
    const response = await house.request(path, init, liuFang)
    if (!response.ok) return undefined
    const page = (await response.json()) as Listed
    for (const { id } of page.items) got.add(id)
    return page
  }

  // By search, page after page, as the screen does it.
  let page = await ask('/customers/search', { text: '王', limit: 100 })
  const cursors: string[] = []
  while (page?.next && got.size < BOOK / 4) {
    cursors.push(page.next)
    page = await ask('/customers/search', { text: '王', limit: 100, cursor: page.next })
  }
  // By number, a hundred at once, from the other end.
  for (let from = BOOK; from > 0; from -= 100) {
    const ids = Array.from({ length: 100 }, (_, n) => `cus_mass${from - n}`)
    await ask(`/customers?ids=${ids.join(',')}`)
  }
  // One by one, through the card.
  for (let n = 0; n < 200; n++) {
    const id = `cus_mass${1 + Math.floor(random() * BOOK)}`
    const card = await house.request(`/customers/${id}`, {}, liuFang)
    if (card.ok) got.add(id)
  }

  // Somebody whose budget is not spent alters cursors: every page stays within what they may see.
  const other = await openTestBank({ over: store })
  const altered = 1_000
  let cursorsThatWorked = 0
  for (let n = 0; n < altered; n++) {
    const cursor = alter(cursors[n % cursors.length] ?? '', random)
    const body = JSON.stringify({ text: '', limit: 100, cursor })
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body }
    const response = await other.request('/customers/search', init, liuFang)
    const { items = [] } = (await response.json()) as Partial<Beyond>
    const beyond = items.some(({ branchId }) => !within.has(branchId))
    if (beyond || response.status >= 500) cursorsThatWorked += 1
  }

  const told: string[] = []
  await watchAudit(store, {
    bankId: bank.id,
    day: bank.businessDate,
    now: house.ports.now(),
    onAlert: ({ kind }) => void told.push(kind),
  })
  const alarms = house.alarms.filter(({ kind }) => kind === 'budget-spent').length
  await house.close()
  return {
    book: BOOK,
    got: got.size,
    budget: 2_000,
    alarms,
    alerts: told.filter((kind) => kind === 'mass-reading').length,
    cursors: altered,
    cursorsThatWorked,
  }
}
