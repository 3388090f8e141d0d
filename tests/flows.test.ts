import {
  type CustomerId,
  dailyAverage,
  type Fen,
  firstOfMonths,
  type LocalDate,
  periodsOf,
} from '@crm/core'
import { auntLi, chenBo, liuFang, qianJin, bank as stoneBridge, zhang } from '@crm/core/fixtures'
import { migrate, migrations } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from './postgres.ts'

// What SQL adds up in one pass is what the rule says movement by movement, on both engines.

const url = await createPostgresDatabase()
const engines = url === undefined ? ['PGlite'] : ['PGlite', 'PostgreSQL']

describe.each(engines)('averages and flows on %s', (engine) => {
  let bank: TestBank
  beforeAll(async () => {
    if (engine === 'PGlite') bank = await openTestBank()
    else {
      const store = openPostgresStore({ connect: url! })
      await migrate(store, migrations)
      bank = await openTestBank({ store })
    }
  })
  afterAll(() => bank.close())

  const accountsOf = (id: CustomerId) =>
    bank.store.db.selectFrom('account').selectAll().where('customer_id', '=', id).execute()
  const movementsOf = (id: CustomerId) =>
    bank.store.db.selectFrom('movement').selectAll().where('customer_id', '=', id).execute()
  const savingsOf = async (id: CustomerId) =>
    (await accountsOf(id)).find(({ kind }) => kind === 'savings')!
  const setBalance = (accountId: string, balance_fen: number, balance_on: string) =>
    bank.store.db
      .updateTable('account')
      .set({ balance_fen, balance_on })
      .where('account_id', '=', accountId)
      .execute()

  it.each([auntLi, zhang])('averages of $name are those of the rule', async ({ id }) => {
    const { items } = await bank.as(qianJin).holdings.getAverages(id)
    const told = (await accountsOf(id)).filter((account) => account.balance_fen !== null)
    const movements = await movementsOf(id)
    expect(items.map(({ accountId }) => String(accountId)).sort()).toEqual(
      told.map(({ account_id }) => account_id).sort(),
    )
    for (const account of told) {
      const facts = {
        balanceFen: account.balance_fen as Fen,
        balanceOn: account.balance_on as LocalDate,
        movements: movements
          .filter((movement) => movement.account_id === account.account_id)
          .map((movement) => ({
            bookedOn: movement.booked_on as LocalDate,
            amountFen: movement.amount_fen as Fen,
          })),
      }
      const { month, year } = periodsOf(stoneBridge.businessDate)
      expect(items.find(({ accountId }) => accountId === account.account_id)).toMatchObject({
        monthFen: dailyAverage(facts, month),
        yearFen: dailyAverage(facts, year),
      })
    }
  })

  it('a balance that is older than the movements is carried on to the day', async () => {
    const before = await bank.as(qianJin).holdings.getAverages(auntLi.id)
    const account = await savingsOf(auntLi.id)
    const back = '2026-01-20'
    const since = (await movementsOf(auntLi.id))
      .filter(({ account_id }) => account_id === account.account_id)
      .filter(({ booked_on }) => String(booked_on) > back)
      .reduce((sum, { amount_fen }) => sum + amount_fen, 0)
    expect(since).not.toBe(0)
    await setBalance(account.account_id, account.balance_fen! - since, back)
    const after = await bank.as(qianJin).holdings.getAverages(auntLi.id)
    await setBalance(account.account_id, account.balance_fen!, String(account.balance_on))
    const of = (averages: typeof before) =>
      averages.items.map(({ accountId, monthFen, yearFen }) => ({ accountId, monthFen, yearFen }))
    expect(of(after)).toEqual(of(before))
  })

  it('a balance that the movements do not lead to is told', async () => {
    const account = await savingsOf(auntLi.id)
    const doubtOf = async () =>
      (await bank.as(qianJin).holdings.getAverages(auntLi.id)).items.find(
        ({ accountId }) => accountId === account.account_id,
      )?.doubt
    expect(await doubtOf()).toBeUndefined()
    await setBalance(account.account_id, account.balance_fen! + 1, String(account.balance_on))
    expect(await doubtOf()).toBe('gap')
    await setBalance(account.account_id, account.balance_fen!, String(account.balance_on))
  })

  it('the flows of a year are its movements, each in its month and on its side', async () => {
    const { items } = await bank.as(qianJin).holdings.getFlows({ customerId: auntLi.id })
    const year = (await movementsOf(auntLi.id)).filter(
      ({ booked_on }) => String(booked_on) >= firstOfMonths(stoneBridge.businessDate, 12),
    )
    expect(items.reduce((sum, { movements }) => sum + Number(movements), 0)).toBe(year.length)
    const net = items.reduce((sum, { inFen, outFen }) => sum + Number(inFen) - Number(outFen), 0)
    expect(net).toBe(year.reduce((sum, { amount_fen }) => sum + amount_fen, 0))
    const months = items.map(({ month }) => month)
    expect(months).toEqual([...months].sort().reverse())
  })

  it('a teller gets no averages in full: balances are masked to the counter', async () => {
    const averages = await bank.as(liuFang).holdings.getAverages(auntLi.id)
    expect(typeof averages.monthFen).not.toBe('number')
    expect(averages.items.some(({ monthFen }) => typeof monthFen === 'number')).toBe(false)
  })

  it('her manager gets the total of her deposits', async () => {
    const { monthFen, items } = await bank.as(chenBo).holdings.getAverages(auntLi.id)
    expect(monthFen).toBe(items.reduce((sum, item) => sum + Number(item.monthFen), 0))
  })

  it.each(['0', '61', 'all'])('%s months are refused', async (months) => {
    await expect(
      bank.as(qianJin).holdings.getFlows({ customerId: auntLi.id, months: months as never }),
    ).rejects.toMatchObject({ code: 'request.invalid' })
  })
})
