import { checkPolicies, isCrmError, type Role } from '@crm/core'
import { sql } from 'kysely'
import { policyChecks } from '../../kit/configuration/access-checks.ts'
import { lookFor } from '../../kit/configuration/danger.ts'
import { inspectDatabase, ownPolicies } from '../../kit/configuration/database.ts'
import { policyColumns } from '../../kit/scope-sql.ts'
import { type Finding, found, type Looked } from './finding.ts'

const IDLE_DAYS = 90
const DAY = 86_400_000

async function ownAccounts({ store }: Looked): Promise<Finding> {
  const { rows } = await sql<{ id: string }>`select staff_id as id from staff where active
    and staff_id ~* '^(stf_)?(admin|administrator|root|test|guest|demo|default|user)[0-9]*$'`.execute(
    store.db,
  )
  const names = rows.map(({ id }) => id).join(', ')
  return rows.length === 0
    ? found(true, '没有默认账户', 'no default accounts')
    : found(false, `默认账户:${names}`, `default accounts: ${names}`)
}

async function idleAccounts({ store, now }: Looked): Promise<Finding> {
  const since = new Date(Date.parse(now) - IDLE_DAYS * DAY).toISOString()
  const { rows } = await sql<{ idle: number; older: boolean }>`select
      exists (select 1 from audit_event where at < ${since}::timestamptz) as older,
      (select count(*)::int from staff as s where s.active and not exists (
        select 1 from audit_event as e where e.bank_id = s.bank_id and e.actor_id = s.staff_id
          and e.at >= ${since}::timestamptz)) as idle`.execute(store.db)
  const { idle = 0, older = false } = rows[0] ?? {}
  if (!older)
    return found(
      undefined,
      `审计不足 ${IDLE_DAYS} 天`,
      `the audit is younger than ${IDLE_DAYS} days`,
    )
  return found(
    idle === 0,
    `${IDLE_DAYS} 天未使用的账户 ${idle} 个`,
    `${idle} accounts not used for ${IDLE_DAYS} days`,
  )
}

const admins: readonly Role[] = ['system-admin', 'security-admin', 'audit-admin']

async function apartDuties({ store }: Looked): Promise<Finding> {
  const asked = { policies: [], rowSecurity: false, migrations: [] }
  const { clashingPeople } = await inspectDatabase(store, asked)
  const staff = await store.db
    .selectFrom('staff')
    .select('roles')
    .where('active', '=', true)
    .execute()
  const held = new Set(staff.flatMap(({ roles }) => roles as readonly string[]))
  const missing = admins.filter((role) => !held.has(role))
  return found(
    clashingPeople === 0 && missing.length === 0,
    `岗位不相容者 ${clashingPeople} 人;空缺的管理员:${missing.join('、') || '无'}`,
    `${clashingPeople} people with clashing duties; administrators missing: ${missing.join(', ') || 'none'}`,
  )
}

async function soundPolicies({ store }: Looked): Promise<Finding> {
  const sets = await ownPolicies(store)
  if (sets.length === 0)
    return found(true, '使用随产品提供的策略', 'the policies that come with the product')
  try {
    for (const set of sets) checkPolicies(set, policyColumns)
  } catch (error) {
    const why = isCrmError(error) ? error.message : 'they cannot be read'
    return found(false, `策略自检不通过:${why}`, `a policy fails its own tests: ${why}`)
  }
  const dangers = lookFor(policyChecks, { policies: sets.flat() })
  const names = dangers.map(({ code }) => code).join(', ')
  return dangers.length === 0
    ? found(true, '本行策略均通过自带测试', 'the bank’s policies pass their own tests')
    : found(false, `策略过宽:${names}`, `policies too wide: ${names}`)
}

async function fourEyes({ store }: Looked): Promise<Finding> {
  const { rows } = await sql<{ n: number; own: number }>`select count(*)::int as n,
      count(*) filter (where d.person_id = a.maker_person_id
        or d.on_behalf_person_id = a.maker_person_id)::int as own
    from approval_decision as d join approval as a
      on a.bank_id = d.bank_id and a.approval_id = d.approval_id`.execute(store.db)
  const { n = 0, own = 0 } = rows[0] ?? {}
  return found(
    own === 0,
    `审批 ${n} 次,本人审批本人 ${own} 次`,
    `${n} decisions, ${own} on one’s own request`,
  )
}

/** Column names that would hold what must not be kept: JR/T 0171, class C3. */
const SECRET =
  '(^|_)(cvv2?|cvn2?|pin|passw(or)?d|pwd|track[12]?|otp|fingerprint_template|faceprint|voiceprint|iris)(_|$)'

async function noSecrets({ store }: Looked): Promise<Finding> {
  const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name
    from information_schema.columns
    where table_schema = 'public' and column_name ~* ${SECRET}`.execute(store.db)
  const names = rows.map(({ name }) => name).join(', ')
  return rows.length === 0
    ? found(true, '没有 C3 字段', 'no column for C3')
    : found(false, `疑似 C3 字段:${names}`, `columns that may hold C3: ${names}`)
}

/** Looks at people, their rights, and what is kept of customers. */
export const peopleProbes = {
  ownAccounts,
  idleAccounts,
  apartDuties,
  soundPolicies,
  fourEyes,
  noSecrets,
}
