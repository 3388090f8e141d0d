import {
  type Addendum,
  type CustomerId,
  customerErrors,
  type Interaction,
  type InteractionId,
  type InteractionWith,
  interactionErrors,
  type LocalDate,
  type Page,
  type StaffId,
} from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Family, familiesAmong, familyOf, isAmong, namedIn } from '../customers/index.ts'
import { customerStore } from '../customers/store.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { type InteractionRow, toAddendum, toInteraction } from './row.ts'

interface Slice {
  readonly cursor?: string | undefined
  readonly limit: number
}

const staffName = (alias: string) =>
  sql<string | null>`(select s.name from staff as s
    where s.bank_id = ${sql.ref(`${alias}.bank_id`)}
      and s.staff_id = ${sql.ref(`${alias}.staff_id`)})`.as('staff_name')

/** Nobody has taken up the step that this one left. */
const untaken = sql<SqlBool>`not exists (select 1 from interaction as f
  where f.bank_id = interaction.bank_id
    and f.follows_id = interaction.interaction_id and f.status = 'submitted')`

/** What was said with somebody merged was said with the survivor. */
const ofFamily = (family: Family, interaction: Interaction): Interaction => ({
  ...interaction,
  customerId: namedIn(family, interaction.customerId),
})

/** Interactions, as far as the caller may see them: what was submitted, and drafts of their own. */
export const interactionStore = (session: ReadSession) => ({
  rows() {
    return session.db
      .selectFrom('interaction')
      .selectAll('interaction')
      .select(staffName('interaction'))
      .select(ownKey('interaction'))
      .where(inSight(session, 'interaction', 'interaction'))
      .where((eb) =>
        eb.or([eb('status', '=', 'submitted'), eb('staff_id', '=', session.caller.staffId)]),
      )
  },

  /** One customer's, newest first. @throws `customer.not_found` */
  async of(customerId: CustomerId, slice: Slice): Promise<Page<Interaction>> {
    const found = await session.db
      .selectFrom('customer')
      .select('customer_id')
      .where('customer_id', '=', customerId)
      .where(inSight(session, 'interaction', 'customer'))
      .executeTakeFirst()
    if (!found) throw customerErrors.notFound(customerId)
    const family = await familyOf(session, customerId)
    const page = await this.newestFirst(isAmong('interaction.customer_id', family), slice)
    return { ...page, items: page.items.map((item) => ofFamily(family, item)) }
  },

  /** What somebody did on a day of the bank's own clock, newest first. */
  async byStaff(staffId: StaffId, day: LocalDate, slice: Slice): Promise<Page<InteractionWith>> {
    const from = `${day}T00:00:00+08:00`
    const where = sql<SqlBool>`interaction.staff_id = ${staffId}
      and interaction.happened_at >= ${from}::timestamptz
      and interaction.happened_at < ${from}::timestamptz + interval '1 day'`
    return this.beside(await this.newestFirst(where, slice))
  },

  async newestFirst(where: RawBuilder<SqlBool>, { cursor, limit }: Slice) {
    const after = readCursor(session, cursor, 'instant', 'text')
    const rows = await this.rows()
      .where(where)
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(interaction.happened_at, interaction.interaction_id) <
            (${after?.[0]}::timestamptz, ${after?.[1]})`,
        ),
      )
      .orderBy('interaction.happened_at', 'desc')
      .orderBy('interaction.interaction_id', 'desc')
      .limit(limit + 1)
      .execute()
    return this.pageFrom(rows, limit, (row) => [row.happened_at, row.interaction_id])
  },

  /** Next steps to be taken by a day that no later interaction took up, soonest first. */
  async nextSteps(until: LocalDate, { cursor, limit }: Slice): Promise<Page<InteractionWith>> {
    const after = readCursor(session, cursor, 'day', 'text')
    const rows = await this.rows()
      .where('interaction.status', '=', 'submitted')
      .where('interaction.next_on', '<=', until)
      .where(untaken)
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(interaction.next_on, interaction.interaction_id) >
            (${after?.[0]}::date, ${after?.[1]})`,
        ),
      )
      .orderBy('interaction.next_on')
      .orderBy('interaction.interaction_id')
      .limit(limit + 1)
      .execute()
    return this.beside(
      await this.pageFrom(rows, limit, (row) => [row.next_on ?? '', row.interaction_id]),
    )
  },

  /** One interaction. @throws `interaction.not_found`, also where there is one out of sight */
  async get(id: InteractionId): Promise<Interaction> {
    const row = await this.rows().where('interaction.interaction_id', '=', id).executeTakeFirst()
    if (!row) throw interactionErrors.notFound(id)
    const addenda = await this.addenda([id])
    return toInteraction(session.keys, row, addenda.get(id) ?? [])
  },

  async pageFrom(
    rows: readonly InteractionRow[],
    limit: number,
    sorted: (row: InteractionRow) => readonly string[],
  ): Promise<Page<Interaction>> {
    const addenda = await this.addenda(rows.map((row) => row.interaction_id))
    return pageOf(
      rows,
      limit,
      (row) => toInteraction(session.keys, row, addenda.get(row.interaction_id) ?? []),
      (row) => cursorOf(session, ...sorted(row)),
    )
  },

  /** Rows with what was added to each. */
  async told(rows: readonly InteractionRow[]): Promise<readonly Interaction[]> {
    const addenda = await this.addenda(rows.map((row) => row.interaction_id))
    return rows.map((row) =>
      toInteraction(session.keys, row, addenda.get(row.interaction_id) ?? []),
    )
  },

  /** How many next steps of one customer should have been taken before a day. */
  async overdueSteps(customerId: CustomerId, day: LocalDate): Promise<number> {
    const family = await familyOf(session, customerId)
    const { many } = await session.db
      .selectFrom('interaction')
      .select((eb) => eb.fn.countAll<number>().as('many'))
      .where(isAmong('interaction.customer_id', family))
      .where('interaction.status', '=', 'submitted')
      .where('interaction.next_on', '<', day)
      .where(untaken)
      .where(inSight(session, 'interaction', 'interaction'))
      .executeTakeFirstOrThrow()
    return Number(many)
  },

  async addenda(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Addendum[]>> {
    const found = new Map<string, Addendum[]>()
    if (ids.length === 0) return found
    const rows = await session.db
      .selectFrom('interaction_addendum')
      .selectAll('interaction_addendum')
      .select(staffName('interaction_addendum'))
      .select(ownKey('interaction_addendum'))
      .where(inSight(session, 'interaction', 'interaction_addendum'))
      .where('interaction_id', 'in', ids)
      .orderBy('at')
      .orderBy('addendum_id')
      .execute()
    for (const row of rows) {
      const before = found.get(row.interaction_id) ?? []
      found.set(row.interaction_id, [...before, toAddendum(session.keys, row)])
    }
    return found
  },

  /** The same interactions with their customers. */
  async beside({ items, next }: Page<Interaction>): Promise<Page<InteractionWith>> {
    if (items.length === 0) return { items: [] }
    const ids = items.map(({ customerId }) => customerId)
    const found = await customerStore(session).getMany(ids)
    const families = await familiesAmong(session.db, session.bankId, ids)
    const byId = new Map(found.map((customer) => [customer.id as string, customer]))
    const both = items.flatMap((interaction) => {
      const customer = byId.get(families.rootOf(interaction.customerId))
      if (!customer) return []
      return [{ interaction: { ...interaction, customerId: customer.id }, customer }]
    })
    return { items: both, ...(next !== undefined && { next }) }
  },
})
