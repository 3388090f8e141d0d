import type { Policy } from '@crm/core'
import { chenBo, guQuan } from '@crm/core/fixtures'
import { type Kysely, sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMigratedStore } from '../../../../tests/migrated-store.ts'
import {
  callerAt,
  homeless,
  plantSight,
  sightCases,
  sightRows,
  today,
  withoutTrace,
} from '../../../../tests/sight.ts'
import type { Database } from '../database.ts'
import {
  becomeCaller,
  beyondSight,
  installRowSecurity,
  rowSecurityMark,
  tableSecuritySql,
} from './row-security.ts'
import type { WriteSession } from './session.ts'
import type { Store } from './store/store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())

/** The same store, inside of a transaction that has begun. */
const within = (tx: Transaction<Database>): Store => ({ ...store, transaction: (work) => work(tx) })

/** The wall, put up inside of a transaction of which nothing stays. */
const walled = (
  policies: readonly Policy[],
  work: (tx: Transaction<Database>, bankId: string) => Promise<void>,
) =>
  withoutTrace(store, async (tx) => {
    const bankId = await plantSight(tx)
    await installRowSecurity(within(tx), policies)
    await work(tx, bankId)
  })

const everything = sightCases[3]![1][0]!
const tables =
  `account account_holder customer customer_conflict customer_facts customer_label customer_merge
  customer_source
   customer_version holding household_member interaction interaction_addendum movement
  ownership_change relationship reminder`.split(/\s+/)
const namesOf = async (tx: Kysely<Database>, table: string) => {
  const { rows } = await sql<{
    id: string
  }>`select customer_id as id from ${sql.table(table)}`.execute(tx)
  return rows.map(({ id }) => id).toSorted()
}
const goBack = (tx: Kysely<Database>) => sql`set local role none`.execute(tx)
/** The SQLSTATE with which a statement is refused; the rest of the transaction goes on. */
async function refusal(tx: Kysely<Database>, statement: string): Promise<string | undefined> {
  await sql`savepoint attempt`.execute(tx)
  try {
    await sql.raw(statement).execute(tx)
    return undefined
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(tx)
    return (error as { sqlState?: string }).sqlState
  }
}

describe('behind the wall, a query without any scope', () => {
  it('gives a manager of the town branch what their policies give', async () => {
    await walled([], async (tx, bankId) => {
      await plantSight(tx)
      for (const [what, policies, seen] of sightCases) {
        for (const statement of tableSecuritySql(policies, 'customer', 'customer'))
          await sql.raw(statement).execute(tx)
        await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
        expect(await namesOf(tx, 'customer'), what).toEqual(seen.toSorted())
        await goBack(tx)
      }
    })
  })

  it('gives nothing to somebody who belongs to no office', async () => {
    await walled(sightCases[6]![1], async (tx, bankId) => {
      await becomeCaller(tx, { caller: homeless(bankId, chenBo), today })
      expect(await namesOf(tx, 'customer')).toEqual([])
    })
  })

  it('gives nothing at all before anybody is named', async () => {
    await walled([everything], async (tx) => {
      await sql`set local role crm_app`.execute(tx)
      expect(await namesOf(tx, 'customer')).toEqual([])
    })
  })
})

describe('behind the wall', () => {
  it('only who answers for keeping a restricted customer reads them', async () => {
    const both: Policy = { ...everything, roles: ['relationship-manager', 'retention-officer'] }
    const ofHoldings = { ...both, resource: 'holding' }
    await walled([both, ofHoldings], async (tx, bankId) => {
      await tx.insertInto('holding').values(holding(bankId, 'cus_restricted')).execute()
      await becomeCaller(tx, { caller: callerAt(bankId, guQuan), today })
      expect(await namesOf(tx, 'customer')).toContain('cus_restricted')
      expect(await namesOf(tx, 'holding')).toEqual(['cus_restricted'])
      await goBack(tx)
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
      expect(await namesOf(tx, 'customer')).toEqual(Object.keys(sightRows).toSorted())
      expect(await namesOf(tx, 'holding')).toEqual([])
    })
  })

  it('every table shows what the policies of its own resource give', async () => {
    const resources = 'customer account holding movement interaction reminder facts'.split(' ')
    const own = sightCases[4]![1][0]!
    await walled([], async (tx, bankId) => {
      await plantRows(tx, bankId)
      const shown: Record<string, string[]> = {}
      for (const resource of resources) {
        await installRowSecurity(within(tx), [{ ...own, resource }])
        await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
        for (const table of tables) {
          const seen = await namesOf(tx, table)
          if (seen.length === 0) continue
          expect(seen).toEqual(['cus_own'])
          shown[resource] = [...(shown[resource] ?? []), table]
        }
        await goBack(tx)
      }
      expect(shown).toEqual({
        customer: ['customer', 'ownership_change'],
        account: ['account', 'account_holder'],
        holding: ['holding'],
        movement: ['movement'],
        interaction: ['interaction', 'interaction_addendum'],
        reminder: ['reminder'],
        facts: ['customer_facts'],
      })
    })
  })

  it('the owner of the tables is held to it as well, unless nothing holds them', async () => {
    await walled([everything], async (tx) => {
      const { rows } = await sql<{ name: string; held: boolean }>`
        select relname as name, relrowsecurity and relforcerowsecurity as held
        from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'bank_id'
        where relkind = 'r' order by relname`.execute(tx)
      expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(tables))
      expect(rows.filter(({ held }) => !held)).toEqual([])
      const sights = await sql<{ name: string }>`select tablename as name from pg_policies
        where policyname = 'crm_sight' order by tablename`.execute(tx)
      expect(sights.rows.map(({ name }) => name)).toEqual(tables)
      const work = await sql<{ table: string; mine: boolean }>`select tablename as table,
        roles = array[current_user] and qual = 'true' and with_check = 'true' as mine
        from pg_policies where policyname = 'crm_work' order by tablename`.execute(tx)
      expect(work.rows.map(({ mine }) => mine)).toEqual(rows.map(() => true))
    })
  })

  it('what no policy speaks of is the bank’s own all the same', async () => {
    await walled([everything], async (tx, bankId) => {
      await plantSight(tx)
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
      const { rows } = await sql`select distinct bank_id from customer_owner`.execute(tx)
      expect(rows).toEqual([{ bank_id: bankId }])
      const other = "insert into customer_owner values ('bnk_x', 'c', 's', '2026-01-01', null, 1)"
      expect(await refusal(tx, other)).toBe('42501')
    })
  })

  it('a caller writes into their own bank alone', async () => {
    await walled([everything], async (tx, bankId) => {
      const other = await plantSight(tx)
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
      const rename = (bank: string) => `update customer set name = 'x' where bank_id = '${bank}'`
      const moved = `update customer set bank_id = '${other}' where customer_id = 'cus_own'`
      expect(await refusal(tx, rename(bankId))).toBeUndefined()
      expect(await refusal(tx, moved)).toBe('42501')
      expect(await refusal(tx, rename(other))).toBeUndefined()
      await goBack(tx)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from customer
        where bank_id = ${other} and name = 'x'`.execute(tx)
      expect(rows).toEqual([{ n: 0 }])
    })
  })

  it('a caller cannot rewrite what is written once, nor what only the system writes', async () => {
    await walled([everything], async (tx, bankId) => {
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
      const written = ['audit_event', 'audit_seal'].flatMap((table) => [
        `update ${table} set bank_id = 'x'`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
      const systems = ['schema_migration', 'policy_set', 'licence_clock', 'licence_meter'].flatMap(
        (table) => [`delete from ${table}`, `insert into ${table} default values`],
      )
      for (const statement of [...written, ...systems, 'drop table customer'])
        expect(await refusal(tx, statement), statement).toBe('42501')
      for (const statement of [
        'select * from audit_event',
        'select * from policy_set',
        "select nextval(pg_get_serial_sequence('outbox_event', 'seq'))",
        "delete from outbox_event where bank_id = 'nobody’s'",
      ])
        expect(await refusal(tx, statement), statement).toBeUndefined()
    })
  })

  it('who a caller was ends with the transaction', async () => {
    await walled([everything], async (tx, bankId) => {
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
    })
    const { rows } = await sql<{ bank: string | null; role: string }>`select
      nullif(current_setting('crm.bank', true), '') as bank, current_setting('role') as role`.execute(
      store.db,
    )
    expect(rows).toEqual([{ bank: null, role: 'none' }])
  })

  it('work that has to look further does so, and is back behind it afterwards', async () => {
    await walled(sightCases[4]![1], async (tx, bankId) => {
      const session = { caller: callerAt(bankId, chenBo), today, db: tx }
      const look = (rowSecurity: boolean) =>
        beyondSight({ ...session, rowSecurity } as unknown as WriteSession, async () => {
          const { rows } = await sql`select 1 from customer where bank_id = ${bankId}`.execute(tx)
          return rows.length
        })
      await becomeCaller(tx, session)
      expect(await look(true)).toBe(Object.keys(sightRows).length + 1)
      expect(await namesOf(tx, 'customer')).toEqual(['cus_own'])
      expect(await look(false)).toBe(1)
    })
  })

  it('it says which policies it was made of', async () => {
    const marks = async (policies: readonly Policy[]) => {
      const found: string[] = []
      await walled(policies, async (tx) => {
        const { rows } = await sql<{ mark: string }>`select distinct
          obj_description(oid, 'pg_policy') as mark from pg_policy
          where polname = 'crm_sight'`.execute(tx)
        found.push(...rows.map(({ mark }) => mark))
      })
      return found
    }
    expect(await marks([everything])).toEqual([await rowSecurityMark([everything])])
    expect(await rowSecurityMark([everything])).toMatch(/^crm [0-9a-f]{32}$/)
    expect(await rowSecurityMark([])).not.toBe(await rowSecurityMark([everything]))
  })

  it('a second wall stands where the first stood', async () => {
    await walled([everything], async (tx, bankId) => {
      await installRowSecurity(within(tx), sightCases[4]![1])
      await becomeCaller(tx, { caller: callerAt(bankId, chenBo), today })
      expect(await namesOf(tx, 'customer')).toEqual(['cus_own'])
    })
  })
})

const holding = (bank_id: string, customer_id: string) => ({
  bank_id,
  customer_id,
  holding_id: `hld_${customer_id}`,
  product: 'card',
  currency: 'CNY',
})

/** One row of every kind for each customer. */
async function plantRows(tx: Kysely<Database>, bankId: string): Promise<void> {
  for (const statement of [
    `insert into account (bank_id, customer_id, account_id, number, kind, currency, branch_id, opened_on)
      select bank_id, customer_id, 'acc', '1', 'savings', 'CNY', branch_id, opened_on from customer`,
    `insert into account_holder (bank_id, customer_id, account_id, owner_id, role)
      select bank_id, customer_id, 'acc', customer_id, 'owner' from customer`,
    `insert into holding (bank_id, customer_id, holding_id, product, currency)
      select bank_id, customer_id, 'hld', 'card', 'CNY' from customer`,
    `insert into movement (bank_id, customer_id, movement_id, account_id, booked_on, amount_fen,
        currency, kind)
      select bank_id, customer_id, 'mov', 'acc', opened_on, 1, 'CNY', 'cash' from customer`,
    `insert into reminder (bank_id, customer_id, reminder_id, branch_id, kind, subject, occurrence,
        due_on, show_on, reason)
      select bank_id, customer_id, 'rem_' || customer_id, branch_id, 'birthday', 'x', 'x', opened_on,
        opened_on, '{}' from customer`,
    `insert into ownership_change (bank_id, customer_id, change_id, on_day, deed, from_shares, to_shares,
        by_staff_id, at)
      select bank_id, customer_id, 'own', opened_on, 'claim', '[]', '[]', 'x', now() from customer`,
    `insert into interaction (bank_id, customer_id, interaction_id, status, kind, purpose, result,
        happened_at, staff_id)
      select bank_id, customer_id, 'int_' || customer_id, 'draft', 'call', 'care', 'done', now(), 'x' from customer`,
    `insert into interaction_addendum (bank_id, customer_id, addendum_id, interaction_id, staff_id, at)
      select bank_id, customer_id, 'add', 'int', 'x', now() from customer`,
    `insert into customer_facts (bank_id, customer_id, as_of)
      select bank_id, customer_id, opened_on from customer`,
  ])
    await sql.raw(`${statement} where bank_id = '${bankId}'`).execute(tx)
}
