// Batches are sent while customers change their minds, are restricted, die or complain; afterwards it is
// worked out from the order of events alone who should not have been sent anything.
import type { ConsentRecord, CustomerId, Instant, LocalDate } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { reasonsAgainstContact, type Store } from '@crm/server'
import { sql } from 'kysely'
import { appendConsent } from '../../../packages/server/src/customers/contact.ts'
import { plantStore } from './planted.ts'

/** What came of sending through the changes. */
export interface ContactOutcome {
  readonly asked: number
  readonly sent: number
  readonly flips: number
  readonly wrong: number
  /** Not sent, although nothing stood against it. */
  readonly withheld: number
}

const CUSTOMERS = 200
const BATCH = 10
const MINORS = 20
const today = '2026-03-05' as LocalDate

type Flag = 'consent' | 'restricted' | 'deceased'

/** Send so many messages, and flip states all the while. */
export async function sendThroughFlips(
  into: Store,
  { sends, random }: { readonly sends: number; readonly random: () => number },
): Promise<ContactOutcome> {
  const { store } = await plantStore(CUSTOMERS, { into })
  await sql`create table proof_log (seq bigserial primary key, customer_id text, what text, value boolean)`.execute(
    store.db,
  )
  const idOf = (n: number) => `cus_${n}` as CustomerId
  const pick = () => Math.floor(random() * CUSTOMERS)
  const now = () => new Date().toISOString() as Instant
  let next = 0
  const log = (db: Store['db'], customerId: string, what: string, value: boolean) =>
    sql`insert into proof_log (customer_id, what, value) values (${customerId}, ${what}, ${value})`.execute(
      db,
    )
  // The log is written where the customer is held already: its order is the order of events.
  const consent = (n: number, granted: boolean, guardian?: CustomerId) =>
    store.transaction(async (tx) => {
      const record = {
        id: `con_${String(next++).padStart(8, '0')}`,
        customerId: idOf(n),
        purpose: 'marketing',
        channel: random() < 0.5 ? 'all' : 'sms',
        act: granted ? 'granted' : 'withdrawn',
        textVersion: 1,
        textHash: 'a'.repeat(64),
        method: 'app',
        proofRef: '',
        byStaffId: 'stf_chen',
        at: now(),
        ...(guardian && { guardianId: guardian }),
      } as ConsentRecord
      await sql`select 1 from customer where bank_id = ${bank.id} and customer_id = ${idOf(n)} for no key update`.execute(
        tx,
      )
      await appendConsent(tx, bank.id, { ...record, at: now() })
      await log(tx, idOf(n), 'consent', granted)
    })
  const mark = (n: number, flag: Exclude<Flag, 'consent'>, value: boolean) =>
    store.transaction(async (tx) => {
      const change =
        flag === 'restricted' ? { restricted: value } : { status: value ? 'deceased' : 'active' }
      await tx.updateTable('customer').set(change).where('customer_id', '=', idOf(n)).execute()
      await log(tx, idOf(n), flag, value)
    })
  await store.db
    .updateTable('customer')
    .set({ born_on: '2014-05-01' })
    .where(
      'customer_id',
      'in',
      Array.from({ length: MINORS }, (_, n) => idOf(n)),
    )
    .execute()
  // Half of the children have a guardian who agreed: the others agreed by themselves, which is nothing.
  for (let n = 0; n < CUSTOMERS; n++)
    await consent(n, true, n < MINORS / 2 ? idOf(CUSTOMERS - 1) : undefined)

  let asked = 0
  let flips = 0
  const complaining = new Set<CustomerId>([idOf(CUSTOMERS - 2)])
  const sender = async () => {
    while (asked < sends) {
      asked += BATCH
      const ids = [...new Set(Array.from({ length: BATCH * 2 }, () => idOf(pick())))].slice(
        0,
        BATCH,
      )
      await store.transaction(async (tx) => {
        const against = await reasonsAgainstContact(tx, {
          bankId: bank.id,
          customerIds: ids,
          channel: 'sms',
          now,
          today,
          complaintOpen: complaining,
        })
        for (const id of ids) await log(tx, id, 'send', against.get(id)?.length === 0)
      })
    }
  }
  const flipper = async () => {
    while (asked < sends) {
      flips += 1
      const n = MINORS + Math.floor(random() * (CUSTOMERS - MINORS - 2))
      const kind = random()
      if (kind < 0.6) await consent(n, random() < 0.6)
      else await mark(n, kind < 0.8 ? 'restricted' : 'deceased', random() < 0.4)
    }
  }
  await Promise.all([...Array.from({ length: 4 }, sender), ...Array.from({ length: 3 }, flipper)])
  return { flips, ...(await judge(store, complaining)) }
}

/** The oracle: the events of each customer in their order, and the plain rules. */
async function judge(store: Store, complaining: ReadonlySet<string>) {
  const { rows } = await sql<{ customer_id: string; what: string; value: boolean }>`
    select customer_id, what, value from proof_log order by seq`.execute(store.db)
  const states = new Map<string, Record<Flag, boolean>>()
  const outcome = { asked: 0, sent: 0, wrong: 0, withheld: 0 }
  for (const { customer_id, what, value } of rows) {
    const state = states.get(customer_id) ?? { consent: false, restricted: false, deceased: false }
    states.set(customer_id, state)
    if (what !== 'send') {
      state[what as Flag] = value
      continue
    }
    const n = Number(customer_id.slice(4))
    const isAlone = n >= MINORS / 2 && n < MINORS
    const may =
      state.consent &&
      !state.restricted &&
      !state.deceased &&
      !isAlone &&
      !complaining.has(customer_id)
    outcome.asked += 1
    if (value) outcome.sent += 1
    if (value && !may) outcome.wrong += 1
    if (!value && may) outcome.withheld += 1
  }
  return outcome
}
