import { auntLi, bank, chenBo } from '@crm/core/fixtures'
import { nameKeys, type Store } from '@crm/server'
import { sql } from 'kysely'
import { Chance } from '../proof/matching/chance.ts'
import { namesOf } from '../proof/matching/names.ts'

const BATCH = 20_000

/** Whom the bench asks for, so that every question has an answer. */
export interface Known {
  readonly name: string
  readonly pinyin: string
  readonly initials: string
  readonly phone: string
  readonly account: string
  readonly village: string
  readonly id: string
}

/**
 * Fill the bank with so many customers, each with an account and three movements, as the tables hold
 * them: a shortcut past the import, which has a bench of its own.
 */
export async function fillBank(store: Store, names: string, size: number): Promise<Known[]> {
  const chance = new Chance(7)
  const draw = namesOf(names)
  const keys = await store.vault.ready(store.db, bank.id)
  const known: Known[] = []
  for (let at = 0; at < size; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - at) }, (_, n) => {
      const number = at + n
      const born = chance.between(1940, 2007)
      const gender = chance.is(0.5) ? 'female' : 'male'
      const isFirm = chance.is(0.03)
      const own = draw.surname(chance) + draw.given(chance, born, gender)
      const name = isFirm ? `石桥县${own.slice(1)}商贸有限公司` : own
      const spelt = nameKeys(name)
      const phone = `1${chance.digits(10)}`
      const account = `6228${chance.digits(12)}`
      const village = `村${chance.between(1, 1100)}`
      const id = `cus_b${number}`
      if (number % Math.ceil(size / 200) === 0)
        known.push({ name, ...spelt, phone, account, village, id })
      return {
        c: id,
        a: `acc_b${number}`,
        kind: isFirm ? 'firm' : 'person',
        name,
        ...spelt,
        village,
        m: chance.is(0.001) ? chenBo.id : `stf_b${number % 700}`,
        p: keys.lookups('phone', phone)[0],
        pt: keys.tailLookups('phone', phone.slice(-4))[0],
        n: keys.lookups('accountNumber', account)[0],
        nt: keys.tailLookups('accountNumber', account.slice(-4))[0],
      }
    })
    await putBatch(store, JSON.stringify(rows))
  }
  await sql`analyze`.execute(store.db)
  return known
}

async function putBatch({ db }: Store, rows: string): Promise<void> {
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as r(c text, a text, kind text, name text,
    pinyin text, initials text, sound text, village text, m text, p text, pt text, n text, nt text)`
  await sql`insert into customer (bank_id, customer_id, kind, name, name_pinyin, name_initials, name_sound,
      village, manager_id, phone_index, phone_tail, branch_id, opened_on, source, source_key)
    select ${bank.id}, c, kind, name, pinyin, initials, sound, village, m, p, pt, ${auntLi.branchId},
      date '2015-03-01', 'bench', c from ${given}`.execute(db)
  await sql`insert into account (bank_id, customer_id, account_id, number, number_index, number_tail, kind,
      product, currency, branch_id, opened_on, balance_fen, balance_on, status)
    select ${bank.id}, c, a, '', n, nt, 'savings', '活期储蓄', 'CNY', ${auntLi.branchId},
      date '2015-03-01', 1250000, date '2026-03-04', 'open' from ${given}`.execute(db)
  await sql`insert into account_holder (bank_id, customer_id, account_id, owner_id, role)
    select ${bank.id}, c, a, c, 'owner' from ${given}`.execute(db)
  await sql`insert into movement (bank_id, customer_id, movement_id, account_id, booked_on, amount_fen,
      currency, kind, seq)
    select ${bank.id}, c, 'mov_b' || substr(c, 6) || 'n' || n.n, a, date '2026-02-01' + n.n, 10000 * n.n, 'CNY',
      'transfer', n.n from ${given}, generate_series(1, 3) as n(n)`.execute(db)
}
