import { shippedPolicies } from '@crm/core'
import {
  anNing,
  auntLi,
  bank,
  chenBo,
  day,
  guQuan,
  heJing,
  liuFang,
  qianJin,
  staff,
  yanShou,
  zhengYan,
} from '@crm/core/fixtures'
import { installRowSecurity, migrate, migrations, type Store, sealedStore } from '@crm/server'
import { openTestBank, type TestBank, testVault } from '@crm/testing'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { becomeCaller } from '../../packages/server/src/kit/row-security.ts'
import { bothEngines, codeOf } from '../engines.ts'

const tang = staff.find(({ name }) => name === '唐亮')!

describe.each(await bothEngines(20_000))('row-level security on %s', (_engine, open) => {
  it.skipIf(!open)(
    'shows callers what their policies give, and nothing besides',
    async () => {
      const store = sealedStore((await open!()) as Store, testVault())
      await migrate(store, migrations)
      const plain = await openTestBank({ store, steppedUp: true })
      await installRowSecurity(store, shippedPolicies)
      const walled = await openTestBank({ over: store, steppedUp: true, rowSecurity: true })

      // The same server with and without the wall: the same answers.
      for (const person of [chenBo, liuFang, qianJin, heJing, anNing, tang, guQuan, yanShou]) {
        const ask = async (house: TestBank) => {
          const crm = house.as(person, { purpose: () => 'incoming-call' })
          const found = await codeOf(
            crm.customers.search({ text: '' }).then(({ items }) => {
              throw new Error(items.map(({ id }) => id).join(' '))
            }),
          )
          return [String(found), await codeOf(crm.desk.getOverview(auntLi.id))]
        }
        expect(await ask(walled), person.name).toEqual(await ask(plain))
      }

      // Who keeps records sees no account, and still neither forgets who has one nor leaves one out.
      const keeper = walled.as(guQuan)
      expect(await codeOf(keeper.customers.erase(auntLi.id, '客户申请'))).toBe(
        'customer.relationship_open',
      )
      const file = await keeper.customers.exportPerson(auntLi.id, '客户申请')
      expect(file.tables.account).toHaveLength(auntLi.accounts.length)
      expect(file.tables.movement).toHaveLength(auntLi.movements.length)

      // What was agreed to is done, though nobody may write policies of their own accord.
      const request = await walled.as(yanShou).approvals.proposePolicies({
        policies: [...shippedPolicies],
        fromOn: day('2030-01-01'),
      })
      const word = { decision: 'approve', contentHash: request.contentHash, remark: '' } as const
      const { version } = request
      const decided = await walled.as(zhengYan).approvals.decide(request.id, word, { version })
      expect(decided.status).toBe('approved')

      // A query that forgot its scope altogether.
      const naked = (person: typeof chenBo) =>
        store.transaction(async (tx) => {
          const branchIds = [person.branchId]
          const caller = { bankId: bank.id, staffId: person.id, branchIds, roles: person.roles }
          await becomeCaller(tx, { caller, today: bank.businessDate } as never)
          const { rows } = await sql<{
            id: string
          }>`select customer_id as id from customer`.execute(tx)
          return rows.length
        })
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from customer`.execute(
        store.db,
      )
      expect(await naked(chenBo)).toBeLessThan(rows[0]!.n)
      expect(await naked(chenBo)).toBeGreaterThan(0)
      expect(await naked(anNing)).toBe(0)
      expect(await naked(yanShou)).toBe(0)
      expect(await naked(tang)).toBeLessThan(rows[0]!.n)

      // What a caller's statement may not do at all.
      const forbidden = async (statement: string) =>
        store
          .transaction(async (tx) => {
            await becomeCaller(tx, {
              caller: { bankId: bank.id, staffId: chenBo.id, branchIds: [], roles: chenBo.roles },
              today: bank.businessDate,
            })
            await sql.raw(statement).execute(tx)
          })
          .then(
            () => 'done',
            (error: { sqlState?: string }) => error.sqlState,
          )
      expect(await forbidden("update audit_event set result = 'x'")).toBe('42501')
      expect(await forbidden('delete from audit_seal')).toBe('42501')
      expect(await forbidden('delete from policy_set')).toBe('42501')
      expect(
        await forbidden("insert into policy_set values ('b', 1, now(), '[]', 'x', 'y', now())"),
      ).toBe('42501')
      expect(await forbidden('drop table customer')).toBe('42501')
      await store.close()
    },
    60_000,
  )
})
