import {
  type Account,
  type AccountId,
  type CustomerId,
  customerErrors,
  type Holding,
  holdingErrors,
  type LocalDate,
  type Movement,
  type Page,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { type Family, familyOf, isAmong, namedIn } from '../customers/index.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { toAccount, toHolding, toMovement } from './row.ts'

/** Which movements to read: of one customer, one of their accounts, between two days. */
export interface MovementQuery {
  readonly customerId: CustomerId
  readonly accountId?: AccountId | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Below which place: a day, the order within it, an id. */
interface Below {
  readonly below?: readonly [on: string, seq: string, id: string]
}

/** A movement, and its order within its day. */
export interface Moved {
  readonly movement: Movement
  readonly seq: number
}

interface ListQuery {
  readonly customerId: CustomerId
  readonly cursor?: string | undefined
  readonly limit: number
}

const accountColumns = [
  'account.customer_id',
  'account.account_id',
  'account.version',
  'account.number',
  'account.kind',
  'account.product',
  'account.currency',
  'account.branch_id',
  'account.opened_on',
  'account.closed_on',
  'account.balance_fen',
  'account.balance_on',
  'account.status',
] as const

/** What lies with somebody merged is the survivor's to a reader. */
const ofFamily = <Item extends { readonly customerId: CustomerId }>(
  family: Family,
  item: Item,
): Item => ({ ...item, customerId: namedIn(family, item.customerId) })

/** Accounts, holdings and movements, as far as the caller of the session may see them. */
export const holdingStore = (session: ReadSession) => ({
  /** @throws `customer.not_found` where the customer is not in sight for this resource. */
  async expectCustomer(resource: string, id: CustomerId): Promise<void> {
    const found = await session.db
      .selectFrom('customer')
      .select('customer_id')
      .where('customer_id', '=', id)
      .where(inSight(session, resource, 'customer'))
      .executeTakeFirst()
    if (!found) throw customerErrors.notFound(id)
  },

  /** The accounts that a customer owns or is authorised on, oldest first. */
  async accounts({ customerId, cursor, limit }: ListQuery): Promise<Page<Account>> {
    const after = readCursor(session, cursor, 'day', 'text')
    const family = await familyOf(session, customerId)
    const rows = await session.db
      .selectFrom('account_holder')
      .innerJoin('account', (join) =>
        join
          .onRef('account.bank_id', '=', 'account_holder.bank_id')
          .onRef('account.account_id', '=', 'account_holder.account_id')
          .onRef('account.customer_id', '=', 'account_holder.owner_id'),
      )
      .select(accountColumns)
      .select('account_holder.role')
      .select(ownKey('account'))
      .where(isAmong('account_holder.customer_id', family))
      .where(inSight(session, 'account', 'account_holder'))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(account.opened_on, account.account_id) > (${after?.[0]}::date, ${after?.[1]})`,
        ),
      )
      .orderBy('account.opened_on')
      .orderBy('account.account_id')
      .limit(limit + 1)
      .execute()
    return pageOf(
      rows,
      limit,
      (row) => ofFamily(family, toAccount(session.keys, row)),
      (row) => cursorOf(session, row.opened_on, row.account_id),
    )
  },

  /** What a customer holds: what matures first, then what does not mature. */
  async holdings({ customerId, cursor, limit }: ListQuery): Promise<Page<Holding>> {
    const after = readCursor(session, cursor, 'day', 'text')
    const family = await familyOf(session, customerId)
    const matures = sql<string>`coalesce(holding.matures_on, 'infinity'::date)::text`
    const rows = await session.db
      .selectFrom('holding')
      .selectAll('holding')
      .select(matures.as('matures'))
      .where(isAmong('holding.customer_id', family))
      .where(inSight(session, 'holding', 'holding'))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(${matures}, holding.holding_id) > (${after?.[0]}, ${after?.[1]})`,
        ),
      )
      .orderBy(matures)
      .orderBy('holding.holding_id')
      .limit(limit + 1)
      .execute()
    return pageOf(
      rows,
      limit,
      (row) => ofFamily(family, toHolding(row)),
      (row) => cursorOf(session, row.matures, row.holding_id),
    )
  },

  /**
   * Movements, newest first.
   *
   * @throws `account.not_found` where the customer has no such account
   */
  async movements(asked: MovementQuery): Promise<Page<Movement>> {
    const after = readCursor(session, asked.cursor, 'day', 'number', 'text')
    const below = after && ([after[0]!, after[1]!, after[2]!] as const)
    const rows = await this.moved({ ...asked, limit: asked.limit + 1, ...(below && { below }) })
    return pageOf(
      rows,
      asked.limit,
      ({ movement }) => movement,
      ({ movement, seq }) => cursorOf(session, movement.bookedOn, seq, movement.id),
    )
  },

  /**
   * So many movements, newest first, each with its place within its day.
   *
   * @throws `account.not_found` where the customer has no such account
   */
  async moved(asked: Omit<MovementQuery, 'cursor'> & Below): Promise<readonly Moved[]> {
    const { customerId, accountId, from, to, limit, below } = asked
    const family = await familyOf(session, customerId)
    const ownerId = accountId ? await this.ownerOf(customerId, accountId) : undefined
    const theirs = ownerId === undefined || family.ids.includes(ownerId)
    const rows = await session.db
      .selectFrom('movement')
      .selectAll('movement')
      .select(ownKey('movement'))
      .where('movement.bank_id', '=', session.bankId)
      .where(
        ownerId === undefined
          ? isAmong('movement.customer_id', family)
          : sql<SqlBool>`movement.customer_id = ${ownerId}`,
      )
      .where('movement.gone_on', 'is', null)
      .$if(theirs, (query) => query.where(inSight(session, 'movement', 'movement')))
      .$if(accountId !== undefined, (query) =>
        query.where('movement.account_id', '=', accountId ?? ''),
      )
      .$if(from !== undefined, (query) => query.where('movement.booked_on', '>=', from ?? ''))
      .$if(to !== undefined, (query) => query.where('movement.booked_on', '<=', to ?? ''))
      .$if(below !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(movement.booked_on, movement.seq, movement.movement_id) <
            (${below?.[0]}::date, ${below?.[1]}::bigint, ${below?.[2]})`,
        ),
      )
      .orderBy('movement.booked_on', 'desc')
      .orderBy('movement.seq', 'desc')
      .orderBy('movement.movement_id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      movement: ofFamily(family, toMovement(session.keys, row)),
      seq: row.seq,
    }))
  },

  /** One account that a customer in sight holds. */
  async accountById(customerId: CustomerId, id: string): Promise<Account | undefined> {
    const family = await familyOf(session, customerId)
    const row = await session.db
      .selectFrom('account_holder')
      .innerJoin('account', (join) =>
        join
          .onRef('account.bank_id', '=', 'account_holder.bank_id')
          .onRef('account.account_id', '=', 'account_holder.account_id')
          .onRef('account.customer_id', '=', 'account_holder.owner_id'),
      )
      .select(accountColumns)
      .select('account_holder.role')
      .select(ownKey('account'))
      .where(isAmong('account_holder.customer_id', family))
      .where('account_holder.account_id', '=', id)
      .where(inSight(session, 'account', 'account_holder'))
      .executeTakeFirst()
    return row && ofFamily(family, toAccount(session.keys, row))
  },

  /** One movement of a customer in sight. */
  async movementById(customerId: CustomerId, id: string): Promise<Movement | undefined> {
    const family = await familyOf(session, customerId)
    const row = await session.db
      .selectFrom('movement')
      .selectAll('movement')
      .select(ownKey('movement'))
      .where(isAmong('movement.customer_id', family))
      .where('movement.movement_id', '=', id)
      .where('movement.gone_on', 'is', null)
      .where(inSight(session, 'movement', 'movement'))
      .executeTakeFirst()
    return row && ofFamily(family, toMovement(session.keys, row))
  },

  /** Who owns an account that a customer in sight holds. @throws `account.not_found` */
  async ownerOf(customerId: CustomerId, accountId: AccountId): Promise<string> {
    const family = await familyOf(session, customerId)
    const holder = await session.db
      .selectFrom('account_holder')
      .select('account_holder.owner_id')
      .where(isAmong('account_holder.customer_id', family))
      .where('account_holder.account_id', '=', accountId)
      .where(inSight(session, 'movement', 'account_holder'))
      .executeTakeFirst()
    if (!holder) throw holdingErrors.accountNotFound(accountId)
    return holder.owner_id
  },
})

/** The bank's own currency, in which totals are told. */
export async function currencyOf(session: ReadSession): Promise<string> {
  const bank = await session.db
    .selectFrom('bank')
    .select('currency')
    .where('bank_id', '=', session.bankId)
    .executeTakeFirstOrThrow()
  return bank.currency
}
