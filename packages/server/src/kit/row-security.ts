import type { Caller, Condition, LocalDate, Policy } from '@crm/core'
import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { sha256 } from './digest.ts'
import { scopeColumns } from './scope-sql.ts'
import type { WriteSession } from './session.ts'
import type { Store } from './store/store.ts'

/** The database role that answers callers: it owns nothing and bypasses nothing. */
export const APP_ROLE = 'crm_app'

/** Which tables show which resource. All have `bank_id` and `customer_id`. */
const guarded: Readonly<Record<string, string>> = {
  customer: 'customer',
  customer_source: 'customer',
  customer_conflict: 'customer',
  customer_version: 'customer',
  account: 'account',
  account_holder: 'account',
  holding: 'holding',
  movement: 'movement',
  interaction: 'interaction',
  interaction_addendum: 'interaction',
  reminder: 'reminder',
  customer_facts: 'facts',
  relationship: 'relationship',
  household_member: 'relationship',
  ownership_change: 'customer',
  customer_label: 'customer',
  customer_merge: 'customer',
}

/** Every table that row-level security stands on. */
export const securedTables: readonly string[] = Object.keys(guarded)

/**
 * A setting of the session as text. After a transaction that set it locally it is empty, not absent,
 * so both mean nothing. In a subselect, so that it is read once a statement and not once a row.
 */
const setting = (name: string): string =>
  `(select nullif(current_setting('crm.${name}', true), ''))`
const list = (name: string): string =>
  `(select string_to_array(nullif(current_setting('crm.${name}', true), ''), ','))`
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
const texts = (values: readonly string[]): string => `array[${values.map(text).join(', ')}]::text[]`

function conditionSql(condition: Condition, alias: string): string {
  if (condition.op === 'isOwner')
    return `exists (select 1 from customer_owner as o where o.bank_id = ${alias}.bank_id
      and o.customer_id = ${alias}.customer_id and o.staff_id = ${setting('staff')}
      and o.from_on <= ${setting('day')}::date
      and (o.to_on is null or o.to_on > ${setting('day')}::date))`
  const column = `${alias}.${scopeColumns[condition.column]}`
  if (condition.op === 'eq') return `${column} = ${text(condition.value)}`
  if (condition.op === 'in') return `${column} = any(${texts(condition.value)})`
  if (condition.op === 'isSelf') return `${column} = ${setting('staff')}`
  return `${column} = any(coalesce(${list('branches')}, '{}'))`
}

/** The same policies as an SQL expression over the session's own settings. */
export function policiesToSql(
  policies: readonly Policy[],
  resource: string,
  alias: string,
): string {
  const any = (effect: Policy['effect']) => {
    const own = policies.filter((one) => one.resource === resource && one.effect === effect)
    if (own.length === 0) return 'false'
    // Policies that ask the same share one test of roles: each test costs every statement a little.
    const rolesFor = new Map<string, Set<string>>()
    for (const { roles, where } of own) {
      const asks = where.map((condition) => conditionSql(condition, alias)).join(' and ')
      rolesFor.set(asks, new Set([...(rolesFor.get(asks) ?? []), ...roles]))
    }
    const each = [...rolesFor].map(([asks, roles]) => {
      const has = `${list('roles')} && ${texts([...roles])}`
      return asks === '' ? `(${has})` : `(${has} and ${asks})`
    })
    return `coalesce(${each.join(' or ')}, false)`
  }
  return `(${any('allow')} and not ${any('deny')})`
}

/** Where customers belong, readable by the app role whatever the customer table itself shows it. */
const sight = [
  `create or replace view customer_sight as
    select bank_id, customer_id, branch_id, manager_id, restricted from customer
    where bank_id = ${setting('bank')}`,
  `grant select on customer_sight to ${APP_ROLE}`,
]

const unrestricted = (alias: string): string =>
  `(not ${alias}.restricted or coalesce(${list('roles')} && array['retention-officer'], false))`

/** The statements that put the policies of one resource on one table. */
export function tableSecuritySql(
  policies: readonly Policy[],
  table: string,
  resource: string,
): readonly string[] {
  const sees =
    table === 'customer'
      ? `(${unrestricted(table)} and ${policiesToSql(policies, resource, table)})`
      : `exists (select 1 from customer_sight as s where s.bank_id = ${table}.bank_id
          and s.customer_id = ${table}.customer_id and ${unrestricted('s')}
          and ${policiesToSql(policies, resource, 's')})`
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `drop policy if exists crm_sight on ${table}`,
    `create policy crm_sight on ${table} to ${APP_ROLE}
      using (bank_id = ${setting('bank')} and ${sees})
      with check (bank_id = ${setting('bank')})`,
    `drop policy if exists crm_work on ${table}`,
    `create policy crm_work on ${table} to current_user using (true) with check (true)`,
  ]
}

/**
 * The statements that put row-level security on every table of customers' data, generated from the
 * policies: a second wall, so that a query without its scope shows nothing. Where customers belong is
 * read through a view of the owner's, or the customer table's own policy would decide for the others.
 */
export const rowSecuritySql = (policies: readonly Policy[]): readonly string[] => [
  ...sight,
  ...Object.entries(guarded).flatMap(([table, resource]) =>
    tableSecuritySql(policies, table, resource),
  ),
]

/** What the policies on the tables are marked with: other policies, or another program, another mark. */
export const rowSecurityMark = async (policies: readonly Policy[]): Promise<string> =>
  `crm ${(await sha256(rowSecuritySql(policies).join(';'))).slice(0, 32)}`

/** The statements that keep one bank's callers from every other bank's rows of a table. */
const bankSecuritySql = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `drop policy if exists crm_bank on ${table}`,
  `create policy crm_bank on ${table} to ${APP_ROLE}
    using (bank_id = ${setting('bank')}) with check (bank_id = ${setting('bank')})`,
  `drop policy if exists crm_work on ${table}`,
  `create policy crm_work on ${table} to current_user using (true) with check (true)`,
]

/** Every other table that holds more than one bank's rows. */
async function otherTables(tx: Transaction<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns as c
    join information_schema.tables as t
      on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and c.column_name = 'bank_id' and t.table_type = 'BASE TABLE'
    order by c.table_name`.execute(tx)
  return rows.map(({ name }) => name).filter((name) => !(name in guarded))
}

/**
 * Put row-level security in force on a PostgreSQL store: customers' data as the policies say, everything
 * else by the bank. Run it as the owner of the tables, after migrations and after each change of policies;
 * the server then answers callers as the app role.
 */
export async function installRowSecurity(store: Store, policies: readonly Policy[]): Promise<void> {
  const mark = await rowSecurityMark(policies)
  await store.transaction(
    async (tx) => {
      await sql`select pg_advisory_xact_lock(7203114062::bigint)`.execute(tx)
      await sql
        .raw(`do $$ begin
          if not exists (select 1 from pg_roles where rolname = '${APP_ROLE}') then
            create role ${APP_ROLE} nologin nosuperuser nobypassrls;
          end if;
          execute format('grant ${APP_ROLE} to %I', current_user);
        end $$`)
        .execute(tx)
      const all = [
        `grant usage on schema public to ${APP_ROLE}`,
        `grant select, insert, update, delete on all tables in schema public to ${APP_ROLE}`,
        `grant usage on all sequences in schema public to ${APP_ROLE}`,
        // What is written once, and what only the system writes.
        `revoke update, delete, truncate on audit_event, audit_seal from ${APP_ROLE}`,
        `revoke insert, update, delete on schema_migration, policy_set, survivorship, licence_clock,
          licence_meter from ${APP_ROLE}`,
        ...rowSecuritySql(policies),
        ...(await otherTables(tx)).flatMap(bankSecuritySql),
        ...securedTables.map((table) => `comment on policy crm_sight on ${table} is '${mark}'`),
      ]
      for (const statement of all) await sql.raw(statement).execute(tx)
    },
    { deadline: 60_000 },
  )
}

/** Who the rest of a transaction is for. */
export interface RowSecurityContext {
  readonly caller: Pick<Caller, 'bankId' | 'staffId' | 'branchIds' | 'roles'>
  readonly today: LocalDate
}

const becoming = `select set_config('crm.bank', $1, true), set_config('crm.staff', $2, true),
  set_config('crm.branches', $3, true), set_config('crm.roles', $4, true),
  set_config('crm.day', $5, true), set_config('role', '${APP_ROLE}', true)`

/** From this statement to the end of the transaction, all run as the app role and for this caller alone. */
export const asCaller = ({ caller, today }: RowSecurityContext): CompiledQuery =>
  CompiledQuery.raw(becoming, [
    caller.bankId,
    caller.staffId,
    caller.branchIds.join(','),
    caller.roles.join(','),
    today,
  ])

/** The same within a transaction that has begun as somebody else. */
export async function becomeCaller(
  tx: Transaction<Database> | Kysely<Database>,
  context: RowSecurityContext,
): Promise<void> {
  await tx.executeQuery(asCaller(context))
}

/**
 * Work of a caller that has to look at rows out of their own sight, on somebody they have found within
 * it: whether a relationship is open is asked of all accounts. Back behind the wall afterwards; what
 * fails takes the transaction with it.
 */
export async function beyondSight<T>(session: WriteSession, work: () => Promise<T>): Promise<T> {
  if (!session.rowSecurity) return work()
  await sql`select set_config('role', 'none', true)`.execute(session.db)
  const done = await work()
  await becomeCaller(session.db, session)
  return done
}
