import { type Caller, findsRestricted, type LocalDate, type Scope, scopeOf } from '@crm/core'
import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Presence } from './directory.ts'
import type { ReadSession } from './session.ts'

/** Columns that scopes may speak of, and where they are: on the customer's row, never null. */
export const scopeColumns: Readonly<Record<string, string>> = {
  branchId: 'branch_id',
  managerId: 'manager_id',
}

/** The column that stands for everybody who shares the customer; it has a table of its own. */
export const OWNERS = 'ownerIds'

/** The columns that a policy may name, by resource, for checking policies as they load. */
export const policyColumns: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    'customer',
    'account',
    'holding',
    'movement',
    'interaction',
    'reminder',
    'facts',
    'relationship',
  ].map((resource) => [resource, [...Object.keys(scopeColumns), OWNERS]]),
)

const never = sql<SqlBool>`false`
const always = sql<SqlBool>`true`

/** Does one of these people share the customer under this alias on a day? Same shard as the customer. */
const sharedBy = (alias: string, staff: readonly string[], asOf: LocalDate) =>
  sql<SqlBool>`exists (select 1 from customer_owner as o
    where o.bank_id = ${sql.ref(`${alias}.bank_id`)}
      and o.customer_id = ${sql.ref(`${alias}.customer_id`)}
      and o.staff_id in (${sql.join(staff)})
      and o.from_on <= ${asOf}::date and (o.to_on is null or o.to_on > ${asOf}::date))`

/** A scope as a condition on a customer's row under this alias, on the bank's day. */
export function scopeToSql(scope: Scope, alias: string, asOf: LocalDate): RawBuilder<SqlBool> {
  const term = ({ column, in: values }: Scope['allow'][number][number]) => {
    if (values.length === 0) return never
    if (column === OWNERS) return sharedBy(alias, values, asOf)
    return sql<SqlBool>`${sql.ref(`${alias}.${scopeColumns[column]}`)} in (${sql.join(values)})`
  }
  const conjunction = (terms: Scope['allow'][number]) =>
    terms.length === 0 ? always : sql<SqlBool>`(${sql.join(terms.map(term), sql` and `)})`
  const any = (list: Scope['allow']) =>
    list.length === 0 ? never : sql<SqlBool>`(${sql.join(list.map(conjunction), sql` or `)})`
  return sql<SqlBool>`(${any(scope.allow)} and not ${any(scope.deny)})`
}

/** The same of rows: a restricted customer is there for who finds them, and for nobody else. */
export const notRestricted = (
  { caller }: { readonly caller: Pick<Caller, 'roles'> },
  alias: string,
): RawBuilder<SqlBool> =>
  findsRestricted(caller) ? always : sql<SqlBool>`not ${sql.ref(`${alias}.restricted`)}`

/** Stands by themselves: who was merged into another is there as that other. */
export const standsAlone = (alias: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${alias}.merged_into`)} is null`

/**
 * The caller's sight on rows of the customer table under this alias, or a part of it: on those who stand
 * by themselves.
 */
export const customerInSight = (
  session: ReadSession,
  alias: string,
  scope: Scope = session.scope('customer'),
): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.ref(`${alias}.bank_id`)} = ${session.bankId} and ${standsAlone(alias)} and ${notRestricted(
    session,
    alias,
  )} and ${scopeToSql(scope, alias, session.today)})`

/**
 * The caller's sight on rows that belong to a customer: they see those of the customers that the
 * resource's own policies give them. Same bank and customer, so it stays on one shard.
 */
export const inSight = (
  session: ReadSession,
  resource: string,
  alias: string,
): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.ref(`${alias}.bank_id`)} = ${session.bankId} and exists (
    select 1 from customer as sight
    where sight.bank_id = ${sql.ref(`${alias}.bank_id`)}
      and sight.customer_id = ${sql.ref(`${alias}.customer_id`)}
      and ${notRestricted(session, 'sight')}
      and ${scopeToSql(session.scope(resource), 'sight', session.today)}
  ))`

/** Which of these customers somebody sees just now, shared ones too and restricted ones not. */
export async function customersSeen(
  db: Kysely<Database>,
  { caller, policies, today }: Presence,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('customer')
    .select('customer_id')
    .where('customer.bank_id', '=', caller.bankId)
    .where('customer.customer_id', 'in', [...new Set(ids)])
    .where(notRestricted({ caller }, 'customer'))
    .where(scopeToSql(scopeOf(policies, caller, 'customer'), 'customer', today))
    .execute()
  return new Set(rows.map(({ customer_id }) => customer_id))
}
