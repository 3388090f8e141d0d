import { clashingDuties, type Policy, Role } from '@crm/core'
import { sql } from 'kysely'
import { APP_ROLE, rowSecurityMark, securedTables } from '../row-security.ts'
import type { Store } from '../store/store.ts'
import { policyChecks } from './access-checks.ts'
import { type Checks, type Danger, lookFor } from './danger.ts'

/** What the database says of itself. */
export interface DatabaseFacts {
  /** PostgreSQL alone: an embedded store has one user and no settings of its own. */
  readonly server?: {
    readonly version: number
    readonly encoding: string
    readonly fsync: string
    readonly fullPageWrites: string
    readonly synchronousCommit: string
    readonly logStatement: string
    readonly logSlow: string
    readonly logParameters: string
    readonly superuser: boolean
    readonly bypasses: boolean
    readonly appRoleStrong: boolean
    /** By table: is row-level security in force, and by which policies. */
    readonly secured: Readonly<Record<string, { readonly on: boolean; readonly mark: string }>>
  }
  /** What row-level security has to be marked with; nothing, where it is not asked for. */
  readonly marks: readonly string[]
  /** Tables whose rows are written once, and whether their trigger is in force. */
  readonly finalTables: Readonly<Record<string, boolean>>
  readonly missingMigrations: number
  readonly clashingPeople: number
}

const unsecured = ({ server, marks }: DatabaseFacts): readonly string[] =>
  marks.length === 0 || !server
    ? []
    : securedTables.filter((table) => server.secured[table]?.on !== true)

/** Dangers that only the database can tell. */
export const databaseChecks: Checks<DatabaseFacts> = {
  'database.too_old': ({ server }) =>
    server && server.version < 150_000 && { version: Math.floor(server.version / 10_000) },
  'database.not_utf8': ({ server }) =>
    server && server.encoding !== 'UTF8' && { encoding: server.encoding },
  'database.not_durable': ({ server }) =>
    server &&
    Object.entries({
      fsync: server.fsync,
      full_page_writes: server.fullPageWrites,
      synchronous_commit: server.synchronousCommit,
    })
      .filter(([, value]) => value === 'off')
      .map(([setting]) => ({ setting })),
  'database.logs_values': ({ server }) => {
    if (!server || server.logParameters === '0') return undefined
    if (['all', 'mod'].includes(server.logStatement)) return { setting: 'log_statement' }
    return server.logSlow !== '-1' && { setting: 'log_min_duration_statement' }
  },
  'database.superuser': ({ server }) => server?.superuser === true,
  'database.bypasses_row_security': ({ server }) => server?.bypasses && !server.superuser,
  'database.app_role_strong': ({ server }) => server?.appRoleStrong === true && { role: APP_ROLE },
  'database.row_security_missing': (facts) => unsecured(facts).map((table) => ({ table })),
  'database.row_security_stale': (facts) =>
    facts.marks.length === 0 || !facts.server
      ? undefined
      : Object.entries(facts.server.secured)
          .filter(([, { on, mark }]) => on && facts.marks.some((wanted) => wanted !== mark))
          .map(([table]) => ({ table })),
  'database.audit_open': ({ finalTables }) =>
    Object.entries(finalTables)
      .filter(([, kept]) => !kept)
      .map(([table]) => ({ table })),
  'database.schema_behind': ({ missingMigrations }) =>
    missingMigrations > 0 && { missing: missingMigrations },
  'database.duties_clash': ({ clashingPeople }) => clashingPeople > 0 && { people: clashingPeople },
}

/** What the database is held to. */
export interface DatabaseAsked {
  readonly policies: readonly Policy[]
  readonly rowSecurity: boolean
  /** The ids of the migrations that the program knows. */
  readonly migrations: readonly string[]
}

const finalTables = ['audit_event', 'audit_seal', 'consent_record']

/** Ask the database what it says of itself. Reads only. */
export async function inspectDatabase(store: Store, asked: DatabaseAsked): Promise<DatabaseFacts> {
  const ran = await sql<{ id: string }>`select id from schema_migration`
    .execute(store.db)
    .catch(() => ({ rows: [] }))
  const known = new Set(ran.rows.map(({ id }) => id))
  const missingMigrations = asked.migrations.filter((id) => !known.has(id)).length
  const nothing = { marks: [], finalTables: {}, clashingPeople: 0 }
  // What the schema does not have yet cannot be looked at.
  if (missingMigrations > 0) return { ...nothing, missingMigrations }

  const triggers = await sql<{ name: string }>`select c.relname::text as name from pg_trigger as t
    join pg_class as c on c.oid = t.tgrelid
    where t.tgname::text = c.relname::text || '_is_final' and t.tgenabled in ('O', 'A')`.execute(
    store.db,
  )
  const kept = new Set(triggers.rows.map(({ name }) => name))
  return {
    ...(store.engine === 'postgres' && { server: await serverFacts(store) }),
    marks: asked.rowSecurity ? await marksInForce(store, asked.policies) : [],
    finalTables: Object.fromEntries(finalTables.map((name) => [name, kept.has(name)])),
    missingMigrations,
    clashingPeople: await clashingPeople(store),
  }
}

/** All that only the database can tell, the bank's own policies among it. */
export async function databaseDangers(
  store: Store,
  asked: DatabaseAsked,
): Promise<readonly Danger[]> {
  const facts = await inspectDatabase(store, asked)
  const own = facts.missingMigrations > 0 ? [] : (await ownPolicies(store)).flat()
  return [...lookFor(databaseChecks, facts), ...lookFor(policyChecks, { policies: own })]
}

/** The newest set of policies of each bank that has one of its own. */
export async function ownPolicies(store: Store): Promise<(readonly Policy[])[]> {
  const rows = await store.db
    .selectFrom('policy_set')
    .distinctOn('bank_id')
    .select(['bank_id', 'policies'])
    .orderBy('bank_id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ policies }) => policies as readonly Policy[])
}

async function marksInForce(store: Store, base: readonly Policy[]): Promise<readonly string[]> {
  const sets = await ownPolicies(store)
  return Promise.all((sets.length > 0 ? sets : [base]).map(rowSecurityMark))
}

/** A person is all their accounts together. */
async function clashingPeople(store: Store): Promise<number> {
  const staff = await store.db
    .selectFrom('staff')
    .select(['bank_id', 'person_id', 'roles'])
    .where('active', '=', true)
    .execute()
  const people = new Map<string, Role[]>()
  for (const { bank_id, person_id, roles } of staff) {
    const held = (roles as readonly string[]).flatMap((role) => Role.safeParse(role).data ?? [])
    const key = `${bank_id}|${person_id}`
    people.set(key, [...(people.get(key) ?? []), ...held])
  }
  return [...people.values()].filter((roles) => clashingDuties(roles) !== undefined).length
}

async function serverFacts(store: Store): Promise<NonNullable<DatabaseFacts['server']>> {
  const [row] = (
    await sql<Omit<NonNullable<DatabaseFacts['server']>, 'secured'>>`select
      current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync,
      current_setting('full_page_writes') as "fullPageWrites",
      current_setting('synchronous_commit') as "synchronousCommit",
      current_setting('log_statement') as "logStatement",
      current_setting('log_min_duration_statement') as "logSlow",
      current_setting('log_parameter_max_length') as "logParameters",
      me.rolsuper as superuser,
      me.rolbypassrls as bypasses,
      coalesce((select r.rolsuper or r.rolbypassrls or r.rolcanlogin from pg_roles as r
        where r.rolname = ${APP_ROLE}), false) as "appRoleStrong"
    from pg_roles as me where me.rolname = current_user`.execute(store.db)
  ).rows
  const tables = await sql<{ name: string; on: boolean; mark: string }>`select
      c.relname::text as name,
      c.relrowsecurity and c.relforcerowsecurity and p.oid is not null as on,
      coalesce(obj_description(p.oid, 'pg_policy'), '') as mark
    from pg_class as c
    left join pg_policy as p on p.polrelid = c.oid and p.polname = 'crm_sight'
    where c.oid = any(${securedTables.map(String)}::regclass[])`.execute(store.db)
  const secured = tables.rows.map(({ name, on, mark }) => [name, { on, mark }] as const)
  return { ...row!, secured: Object.fromEntries(secured) }
}
