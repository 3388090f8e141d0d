import {
  AccountView,
  type Customer,
  type CustomerId,
  type Fen,
  type GroupPicture,
  groupTotals,
  HoldingView,
  type OwnedAccount,
  viewMeta,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { type Families, familiesAmong, groupMembers } from '../customers/index.ts'
import { customerStore } from '../customers/store.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { shownLike } from '../kit/shown-like.ts'
import { toHolding } from './row.ts'

/** The accounts in sight that one of these customers owns, each with those of its owners who are in sight. */
async function accountsOf(
  session: ReadSession,
  ids: readonly string[],
  families: Families,
): Promise<readonly OwnedAccount[]> {
  const owned = sql<SqlBool>`exists (select 1 from account_holder as h
    where h.bank_id = account.bank_id and h.account_id = account.account_id
      and h.role = 'owner' and h.customer_id = any(${[...ids]}::text[])
      and ${inSight(session, 'account', 'h')})`
  const rows = await session.db
    .selectFrom('account')
    .select(['account_id', 'customer_id', 'kind', 'currency', 'status', 'balance_fen'])
    .select(
      sql<readonly string[]>`array(select h.customer_id from account_holder as h
        where h.bank_id = account.bank_id and h.account_id = account.account_id
          and h.role = 'owner' and ${inSight(session, 'account', 'h')}
        order by h.customer_id)`.as('owners'),
    )
    .where(inSight(session, 'account', 'account'))
    .where(({ or, eb }) => or([eb('account.customer_id', 'in', [...ids]), owned]))
    .execute()
  return rows.map((row) => ({
    id: row.account_id as OwnedAccount['id'],
    kind: row.kind as OwnedAccount['kind'],
    currency: row.currency,
    status: row.status as OwnedAccount['status'],
    ...(row.balance_fen !== null && { balanceFen: row.balance_fen as Fen }),
    ownerIds: [...new Set([row.customer_id, ...row.owners].map((id) => families.rootOf(id)))],
  }))
}

async function holdingsOf(session: ReadSession, ids: readonly string[], families: Families) {
  const rows = await session.db
    .selectFrom('holding')
    .selectAll('holding')
    .where('holding.customer_id', 'in', [...ids])
    .where(inSight(session, 'holding', 'holding'))
    .execute()
  return rows.map((row) => {
    const holding = toHolding(row)
    return { ...holding, customerId: families.rootOf(holding.customerId) as CustomerId }
  })
}

/** What a customer's group has and owes together. @throws `customer.not_found` */
export async function groupPicture(
  session: ReadSession,
  id: CustomerId,
  of: GroupPicture['of'],
): Promise<GroupPicture> {
  const { ids, leftOut } = await groupMembers(session, id, of, session.today)
  const picture = { of, asOf: session.today, leftOut }
  if (ids.length === 0) return { ...picture, members: [], totals: [] }
  const members: readonly Customer[] = await customerStore(session).getMany(ids)
  const families = await familiesAmong(session.db, session.bankId, ids)
  const all = families.everybody(ids)
  const accounts = await accountsOf(session, all, families)
  const holdings = await holdingsOf(session, all, families)
  // A sum is as sensitive as what it adds up.
  const balance = (fen: Fen) => shownLike(session, viewMeta(AccountView)!, 'balanceFen', fen)
  const amount = (fen: Fen) => shownLike(session, viewMeta(HoldingView)!, 'amountFen', fen)
  return {
    ...picture,
    members,
    totals: groupTotals(new Set<string>(ids), accounts, holdings).map((one) => ({
      currency: one.currency,
      depositsFen: balance(one.depositsFen),
      loansFen: balance(one.loansFen),
      wealthFen: amount(one.wealthFen),
      insuredFen: amount(one.insuredFen),
      sharedFen: balance(one.sharedFen),
    })),
  }
}
