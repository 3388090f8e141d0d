import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { castCustomers } from '../../fixtures/index.ts'
import type { Fen } from '../kit/index.ts'
import { type GroupHolding, groupTotals, type OwnedAccount } from './group-totals.ts'

const accounts: readonly OwnedAccount[] = castCustomers.flatMap((one) =>
  one.accounts.map((account) => ({ ...account, ownerIds: [account.customerId] })),
)
const holdings = castCustomers.flatMap((one) => one.holdings)
const zhangs = castCustomers.filter(({ id }) => id.startsWith('cus_zhang'))
const family = new Set<string>(zhangs.map(({ id }) => id))

describe('what the Zhangs have and owe together', () => {
  it('is what each has, and the orchard loan once, by its account', () => {
    const [total, ...others] = groupTotals(family, accounts, holdings)
    const balances = (loan: boolean) =>
      zhangs
        .flatMap((one) => one.accounts)
        .filter(({ kind }) => (kind === 'loan') === loan)
        .reduce((sum, { balanceFen = 0 }) => sum + Math.abs(balanceFen), 0)
    expect(total).toEqual({
      currency: 'CNY',
      depositsFen: balances(false),
      loansFen: 5_000_000,
      wealthFen: 0,
      insuredFen: 4_800_000,
      sharedFen: 0,
    })
    expect(balances(true)).toBe(5_000_000)
    expect(others).toEqual([])
  })

  it('does not grow when two of them own one account, and says what others own as well', () => {
    const joint = (...ownerIds: string[]): OwnedAccount => ({ ...accounts[0]!, ownerIds })
    const once = groupTotals(family, [joint('cus_zhang')], [])
    expect(groupTotals(family, [joint('cus_zhang', 'cus_zhangwife')], [])).toEqual(once)
    const [shared] = groupTotals(family, [joint('cus_zhang', 'cus_li')], [])
    expect(shared).toEqual({ ...once[0], sharedFen: once[0]?.depositsFen })
  })
})

describe('the totals of any group', () => {
  const people = ['a', 'b', 'c', 'd']
  const fen = fc.integer({ min: -1_000_000, max: 1_000_000 })
  const someAccounts = fc.array(
    fc.record({
      id: fc.constantFrom('acc1', 'acc2', 'acc3', 'acc4', 'acc5'),
      owners: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 8 },
  )
  const book = fc
    .record({
      facts: fc.array(
        fc.record({
          kind: fc.constantFrom('current', 'savings', 'term', 'loan'),
          currency: fc.constantFrom('CNY', 'USD'),
          status: fc.constantFrom('open', 'closed', 'frozen'),
          balanceFen: fc.option(fen, { nil: undefined }),
          owners: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
        }),
        { minLength: 5, maxLength: 5 },
      ),
      listed: someAccounts,
      held: fc.array(
        fc.record({
          at: fc.integer({ min: 0, max: 4 }),
          customerId: fc.constantFrom(...people),
        }),
        { maxLength: 8 },
      ),
      products: fc.array(
        fc.record({
          product: fc.constantFrom('term-deposit', 'loan', 'wealth', 'card', 'insurance'),
          accountId: fc.option(fc.constantFrom('acc1', 'acc2', 'acc3'), { nil: undefined }),
          currency: fc.constantFrom('CNY', 'USD'),
          amountFen: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
          status: fc.constantFrom('active', 'closed', 'overdue'),
        }),
        { minLength: 5, maxLength: 5 },
      ),
      members: fc.uniqueArray(fc.constantFrom(...people)),
    })
    .map(({ facts, listed, held, products, members }) => ({
      members: new Set(members),
      // The same account may come by way of each of its owners.
      accounts: listed.map(({ id }): OwnedAccount => {
        const { owners, ...fact } = facts[Number(id.slice(3)) - 1]!
        return { id, ownerIds: owners, ...fact } as unknown as OwnedAccount
      }),
      holdings: held.map(
        ({ at, customerId }) =>
          ({ id: `hld${at}`, customerId, ...products[at] }) as unknown as GroupHolding,
      ),
    }))

  /** By sets alone: which accounts, which products, and then their sums. */
  const naive = (
    members: ReadonlySet<string>,
    all: readonly OwnedAccount[],
    held: readonly GroupHolding[],
    currency: string,
  ) => {
    const mine = new Map(
      all
        .filter(
          (one) =>
            one.status !== 'closed' &&
            one.balanceFen !== undefined &&
            one.ownerIds.filter((owner) => members.has(owner)).length > 0,
        )
        .map((one) => [one.id as string, one]),
    )
    const things = new Map(
      held
        .filter((one) => members.has(one.customerId) && one.status !== 'closed')
        .map((one) => [one.id as string, one]),
    )
    const sum = (values: readonly (number | undefined)[]) =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0)
    const ofKind = (loan: boolean) =>
      [...mine.values()].filter(
        (one) => one.currency === currency && (one.kind === 'loan') === loan,
      )
    const product = (name: string) =>
      [...things.values()].filter(
        (one) =>
          one.product === name &&
          one.currency === currency &&
          !(['loan', 'term-deposit'].includes(name) && mine.has(one.accountId ?? '')),
      )
    const amounts = (name: string) => sum(product(name).map((one) => one.amountFen))
    return {
      currency,
      depositsFen: sum(ofKind(false).map((one) => one.balanceFen)) + amounts('term-deposit'),
      loansFen: sum(ofKind(true).map((one) => Math.abs(one.balanceFen ?? 0))) + amounts('loan'),
      wealthFen: amounts('wealth'),
      insuredFen: amounts('insurance'),
      sharedFen: sum(
        ofKind(false)
          .filter((one) => one.ownerIds.some((owner) => !members.has(owner)))
          .map((one) => one.balanceFen),
      ),
    }
  }

  it('are the sums over the sets of what they own, each thing once', () => {
    fc.assert(
      fc.property(book, ({ members, accounts: all, holdings: held }) => {
        const found = groupTotals(members, all, held)
        for (const currency of ['CNY', 'USD']) {
          const none = {
            currency,
            depositsFen: 0,
            loansFen: 0,
            wealthFen: 0,
            insuredFen: 0,
            sharedFen: 0,
          }
          expect(found.find((one) => one.currency === currency) ?? none).toEqual(
            naive(members, all, held, currency),
          )
        }
      }),
    )
  })

  it('are never more for two groups together than for each, added up', () => {
    fc.assert(
      fc.property(book, fc.uniqueArray(fc.constantFrom(...people)), (one, more) => {
        const other = new Set(more)
        const positive = one.accounts.map((account) => ({
          ...account,
          balanceFen: Math.abs(account.balanceFen ?? 0) as Fen,
        }))
        const total = (members: ReadonlySet<string>) =>
          groupTotals(members, positive, one.holdings).reduce(
            (sum, { depositsFen }) => sum + depositsFen,
            0,
          )
        expect(total(new Set([...one.members, ...other]))).toBeLessThanOrEqual(
          total(one.members) + total(other),
        )
      }),
    )
  })
})
