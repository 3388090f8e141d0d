import { shippedPolicies } from '@crm/core'
import { sql } from 'kysely'
import type { DangerCode } from '../../kit/configuration/danger.ts'
import { dangerText, lookFor } from '../../kit/configuration/danger.ts'
import { databaseDangers } from '../../kit/configuration/database.ts'
import { hostChecks } from '../../kit/configuration/host.ts'
import { migrations } from '../../migrations/index.ts'
import { inspectHost } from '../inspect-host.ts'
import { type Finding, found, type Looked } from './finding.ts'

/** None of these dangers in the database. An embedded store has neither users nor settings. */
const without =
  (codes: readonly DangerCode[], zh: string, en: string, embedded: Finding) =>
  async ({ store }: Looked): Promise<Finding> => {
    if (store.engine === 'pglite') return embedded
    const ids = migrations.map(({ id }) => id)
    const asked = { policies: shippedPolicies, rowSecurity: true, migrations: ids }
    const dangers = (await databaseDangers(store, asked)).filter(({ code }) => codes.includes(code))
    if (dangers.length === 0) return found(true, zh, en)
    const told = (locale: 'zh-CN' | 'en') => dangers.map((one) => dangerText(one, locale)).join(' ')
    return found(false, told('zh-CN'), told('en'))
  }

const oneUser = found(
  undefined,
  '嵌入式数据库没有数据库用户,此项不适用',
  'an embedded store has no users of its own',
)

async function transport({ store }: Looked): Promise<Finding> {
  if (store.engine === 'pglite')
    return found(
      undefined,
      '数据库在本进程内;对外的 TLS 由网关终止',
      'the store is in this process; TLS to callers ends at the gateway',
    )
  const { rows } = await sql<{
    ssl: boolean
    version: string | null
    local: boolean
  }>`select ssl, version,
      inet_server_addr() is null or inet_server_addr() <<= '127.0.0.0/8' as local
    from pg_stat_ssl where pid = pg_backend_pid()`.execute(store.db)
  const { ssl = false, version = '', local = false } = rows[0] ?? {}
  if (ssl) return found(true, `到数据库:${version}`, `to the database: ${version}`)
  return found(
    local,
    local ? '数据库在本机' : '到数据库未加密',
    local ? 'the database is on this machine' : 'the way to the database is open',
  )
}

/** The packages that this program has really loaded. */
async function knownVersions(): Promise<Finding> {
  const {
    'host.dependency_known_bad': bad,
    'host.node_too_old': old,
    'host.node_end_of_life': ended,
  } = hostChecks
  const host = inspectHost()
  const dangers = lookFor(
    {
      'host.dependency_known_bad': bad!,
      'host.node_too_old': old!,
      'host.node_end_of_life': ended!,
    },
    { host },
  )
  const told = (locale: 'zh-CN' | 'en') => dangers.map((one) => dangerText(one, locale)).join(' ')
  if (dangers.length > 0) return found(false, told('zh-CN'), told('en'))
  const count = Object.keys(host.packages).length
  return found(
    true,
    `Node ${host.nodeVersion} 与 ${count} 个软件包无已知漏洞`,
    `Node ${host.nodeVersion} and ${count} packages without a known weakness`,
  )
}

/** Looks at the database and at what runs here. */
export const databaseProbes = {
  rowSecurity: without(
    ['database.row_security_missing', 'database.row_security_stale'],
    '行级安全与现行策略一致',
    'row-level security is that of the policies in force',
    oneUser,
  ),
  plainUser: without(
    ['database.superuser', 'database.bypasses_row_security', 'database.app_role_strong'],
    '数据库账号无特权',
    'the database user has no privilege too many',
    oneUser,
  ),
  durable: without(
    ['database.not_durable'],
    '已确认的数据写入磁盘',
    'what is acknowledged is on the disk',
    found(false, '嵌入式数据库断电可能丢失数据', 'a power cut can cost an embedded store data'),
  ),
  transport,
  knownVersions,
}
