/**
 * What each dangerous setting is called, by code: what is wrong, and what to do. `{name}` stands for a
 * fact. The list of codes is this list.
 */
export const dangerWords = {
  'zh-CN': {
    'host.not_inspected': '未提供运行环境信息,无法检查。请传入 host: inspectHost()。',
    'host.node_too_old': 'Node {version} 过旧,至少需要 {least}。',
    'host.node_end_of_life': 'Node {version} 已停止维护({ended}),请升级到 Node 24。',
    'host.dependency_known_bad':
      '{name} {version} 有已知漏洞({advisory}),请升级到 {floor} 或更高。',
    'host.tls_unchecked': 'NODE_TLS_REJECT_UNAUTHORIZED=0 关闭了证书校验,请删除。',
    'host.tls_min_low': '启动参数 {flag} 允许过时的 TLS 或算法,请删除。',
    'host.tls_keys_logged': '启动参数 {flag} 把 TLS 会话密钥写入文件,请删除。',
    'host.insecure_parser': '启动参数 {flag} 会放行可伪造边界的 HTTP 请求,请删除。',
    'host.inspector_open': '启动参数 {flag} 打开了调试口,任何连接者可读取内存,请删除。',
    'host.memory_dumped': '启动参数 {flag} 会把内存(含客户信息)写入磁盘,请删除。',
    'host.debug_output': '环境变量 {name} 会把请求内容写入日志,请删除。',
    'host.root': '进程以 root 身份运行,请改用专用账号。',
    'host.clock_behind': '系统时间 {now} 早于本版本的发布日期 {released},请校时。',
    'ports.clock_invented': '程序时钟与系统时间相差 {seconds} 秒,疑为测试时钟。',
    'ports.ids_guessable': '编号可被猜测,请使用系统自带的编号方式。',
    'store.embedded':
      '生产环境使用了嵌入式数据库(断电可能丢数据)。请改用 PostgreSQL,或对试点网点设置 allowEmbedded。',
    'store.in_memory': '数据只在内存中,进程结束即丢失。',
    'store.values_open': '客户号码未加密存储,请用 sealedStore 配置密钥服务。',
    'store.tls_off': '到数据库 {host} 的连接未加密,请启用 TLS。',
    'store.tls_unverified':
      '到数据库 {host} 的连接不校验证书(如 sslmode=no-verify),请改为 verify-full。',
    'store.password_weak': '数据库账号 {user} 的口令为空、过短或为常见口令。',
    'store.deadline_absurd': '数据库语句时限为 {milliseconds} 毫秒,应在 100 至 60000 之间。',
    'store.row_security_off': '未启用行级安全(rowSecurity: true),查询缺少第二道防线。',
    'keys.in_memory': '主密钥在进程内存中,重启后数据无法解密。请使用 KMS 或密码机。',
    'keys.in_file': '主密钥保存在文件中。请使用 KMS 或密码机。',
    'identity.development': '开发用登录可冒充任何人,请接入本行的身份认证。',
    'identity.issuer_missing': '未固定令牌签发方(issuer)。',
    'identity.issuer_http': '令牌签发方 {issuer} 使用 http,应为 https。',
    'identity.audience_missing': '未固定令牌受众(audience)。',
    'identity.keys_http': '签名公钥从 {url} 以 http 读取,可被替换,应为 https。',
    'identity.algorithm_weak': '接受的签名算法 {algorithm} 不安全,只能用 ES256、EdDSA、RS256。',
    'identity.key_shared': '用共享密钥验证令牌:能验证者即能伪造。请使用公钥。',
    'identity.key_private': '给了私钥用于验证令牌,请只提供公钥。',
    'policies.everything_shown': '策略「{policy}」向 {role} 无条件显示全部客户的全部字段。',
    'policies.admin_sees_customers':
      '策略「{policy}」让管理员角色 {role} 看到客户数据,违反三员分立。',
    'authority.nobody_approves': '「{kind}」的审批人数为 {approvers},等于不审批。',
    'authority.made_and_approved': '「{kind}」由经办角色 {role} 审批。',
    'limits.requests_off': '每分钟请求上限为 {value},应在 1 至 {most} 之间。',
    'limits.searches_off': '每小时精确查询上限为 {value},应在 1 至 {most} 之间。',
    'limits.sign_ins_off': '每分钟登录失败上限为 {value},应在 1 至 {most} 之间。',
    'limits.unmasks_off': '每日查看明文上限为 {value},应在 1 至 {most} 之间。',
    'limits.customers_off': '每日查看客户数上限为 {value},应在 1 至 {most} 之间。',
    'limits.counts_off': '每日统计次数上限为 {value},应在 1 至 {most} 之间。',
    'limits.heavy_off': '同时大查询上限为 {value},应在 1 至 {most} 之间。',
    'network.origin_any': '允许任何网站调用(*),请逐一列出来源。',
    'network.origin_null': '允许来源 null:沙箱页面和本地文件都能调用。',
    'network.origin_http': '来源 {origin} 使用 http,应为 https。',
    'network.origin_unreadable': '「{origin}」不是一个来源(协议、主机、端口,无路径)。',
    'network.addresses_any': '地址白名单 {range} 等于允许任何地址。',
    'network.addresses_blind': '设置了地址规则,但没有 addressOf,规则无从判断。',
    'network.address_unknown': '没有 addressOf:锁定与审计都不知道来自哪个地址。',
    'network.events_lost': '没有 onSecurityEvent:安全事件无人接收。',
    'network.plain_http': '在 {hostname} 上以明文 HTTP 对外监听。请只监听本机,或声明 behindTls。',
    'audit.reads_off': '关闭了查询审计(auditReads: false)。',
    'audit.kept_too_short': '审计只保留 {days} 天,不足 365 天。',
    'audit.sensitive_kept_too_short': '涉及客户的审计只保留 {days} 天,不足三年(1096 天)。',
    'audit.sealed_too_rarely': '审计每 {seconds} 秒封存一次,最长 60 秒。',
    'audit.in_one_place': '审计封存没有第二处存放(onSeal),末尾可被截断。',
    'backup.too_rare': '每 {minutes} 分钟备份一次,超过 30 分钟(RPO 0.5 小时)。',
    'backup.kept_too_short': '备份只保留 {days} 天,少于 7 天。',
    'backup.beside_data': '备份目录 {folder} 在数据目录之内,会一起丢失。',
    'outbound.plain_http': '对外调用 {host} 使用明文 http。',
    'outbound.anywhere': '对外调用 {host} 允许地址段 {range},过宽。',
    'outbound.no_deadline': '对外调用时限为 {milliseconds} 毫秒,应在 1 至 60000 之间。',
    'licence.key_private': '授权验证用的是私钥,本机可自行签发授权。请只提供公钥。',
    'licence.key_unreadable': '授权验证公钥无法识别,应为 Ed25519 公钥。',
    'database.superuser': '数据库账号是超级用户,行级安全对其无效。',
    'database.bypasses_row_security': '数据库账号带 BYPASSRLS,行级安全对其无效。',
    'database.row_security_missing': '表 {table} 未安装行级安全,请运行 installRowSecurity。',
    'database.row_security_stale':
      '表 {table} 的行级安全与现行策略不一致,请重新运行 installRowSecurity。',
    'database.app_role_strong': '应答角色 {role} 权限过大(超级用户、可登录或可绕过行级安全)。',
    'database.audit_open': '表 {table} 的防改触发器缺失或被停用。',
    'database.schema_behind': '数据库缺少 {missing} 项迁移,请先运行 migrate。',
    'database.not_durable': '数据库参数 {setting} 关闭,已确认的数据断电会丢失。',
    'database.too_old': 'PostgreSQL {version} 过旧,至少需要 15。',
    'database.not_utf8': '数据库编码为 {encoding},应为 UTF8。',
    'database.logs_values': '数据库日志会记录语句参数({setting}),请设 log_parameter_max_length=0。',
    'database.duties_clash': '{people} 人同时担任不相容的岗位。',
  },
  en: {
    'host.not_inspected': 'Nothing is known of the machine. Pass host: inspectHost().',
    'host.node_too_old': 'Node {version} is too old; {least} is the least.',
    'host.node_end_of_life': 'Node {version} gets no fixes any more (ended {ended}). Take Node 24.',
    'host.dependency_known_bad':
      '{name} {version} has a known weakness ({advisory}). Take {floor} or newer.',
    'host.tls_unchecked': 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificates off. Remove it.',
    'host.tls_min_low': 'The flag {flag} lets outdated TLS or ciphers in. Remove it.',
    'host.tls_keys_logged': 'The flag {flag} writes the keys of TLS sessions to a file. Remove it.',
    'host.insecure_parser': 'The flag {flag} lets smuggled HTTP requests in. Remove it.',
    'host.inspector_open':
      'The flag {flag} opens a debugger: whoever connects reads the memory. Remove it.',
    'host.memory_dumped':
      'The flag {flag} writes memory, with customers in it, to the disk. Remove it.',
    'host.debug_output': 'The variable {name} writes requests into the log. Remove it.',
    'host.root': 'The process runs as root. Give it a user of its own.',
    'host.clock_behind': 'It is {now} here, before this release of {released}. Set the clock.',
    'ports.clock_invented':
      'The program’s clock is {seconds} s off the machine’s: a clock for tests.',
    'ports.ids_guessable': 'Identifiers can be guessed. Use the ones that come with the product.',
    'store.embedded':
      'Production on the embedded store, which a power cut can cost data. Take PostgreSQL, or say allowEmbedded for a pilot branch.',
    'store.in_memory': 'Data are in memory alone and end with the process.',
    'store.values_open':
      'Customers’ numbers are kept unsealed. Give a key service through sealedStore.',
    'store.tls_off': 'The way to the database at {host} is not encrypted. Switch TLS on.',
    'store.tls_unverified':
      'The certificate of the database at {host} is not verified (sslmode=no-verify). Use verify-full.',
    'store.password_weak':
      'The password of the database user {user} is empty, short or well known.',
    'store.deadline_absurd': 'A statement may take {milliseconds} ms; 100 to 60000 is sensible.',
    'store.row_security_off':
      'Row-level security is off (rowSecurity: true): queries have no second wall.',
    'keys.in_memory':
      'Master keys are in memory: a restart makes the data unreadable. Use a KMS or an HSM.',
    'keys.in_file': 'Master keys are in a file. Use a KMS or an HSM.',
    'identity.development':
      'The development sign-in lets anybody be anybody. Connect the bank’s own.',
    'identity.issuer_missing': 'The issuer of tokens is not pinned.',
    'identity.issuer_http': 'The issuer {issuer} is http; it has to be https.',
    'identity.audience_missing': 'The audience of tokens is not pinned.',
    'identity.keys_http':
      'Signing keys are read from {url} over http and can be exchanged; use https.',
    'identity.algorithm_weak': 'The algorithm {algorithm} is not safe; ES256, EdDSA and RS256 are.',
    'identity.key_shared':
      'Tokens are verified with a shared secret: who verifies can forge. Use a public key.',
    'identity.key_private': 'Tokens are verified with a private key. Give the public one only.',
    'policies.everything_shown':
      'The policy {policy} shows {role} everything of every customer, on no condition.',
    'policies.admin_sees_customers':
      'The policy {policy} shows customers to {role}, an administrator’s role.',
    'authority.nobody_approves': '{kind} needs {approvers} approvers, which is no approval.',
    'authority.made_and_approved':
      '{kind} is approved by {role}, the role that makes such requests.',
    'limits.requests_off': 'Requests a minute are limited to {value}; 1 to {most} is sensible.',
    'limits.searches_off':
      'Exact searches an hour are limited to {value}; 1 to {most} is sensible.',
    'limits.sign_ins_off':
      'Failed sign-ins a minute are limited to {value}; 1 to {most} is sensible.',
    'limits.unmasks_off': 'Unmaskings a day are limited to {value}; 1 to {most} is sensible.',
    'limits.customers_off': 'Customers a day are limited to {value}; 1 to {most} is sensible.',
    'limits.counts_off': 'Counts a day are limited to {value}; 1 to {most} is sensible.',
    'limits.heavy_off': 'Heavy calls at once are limited to {value}; 1 to {most} is sensible.',
    'network.origin_any': 'Any web site may call (*). List the origins one by one.',
    'network.origin_null': 'The origin null may call: sandboxed pages and local files are that.',
    'network.origin_http': 'The origin {origin} is http; it has to be https.',
    'network.origin_unreadable': '“{origin}” is no origin (scheme, host, port; no path).',
    'network.addresses_any': 'The allowed range {range} allows every address.',
    'network.addresses_blind': 'There are rules on addresses and no addressOf to tell one.',
    'network.address_unknown':
      'No addressOf: neither lock-outs nor the audit know where calls come from.',
    'network.events_lost': 'No onSecurityEvent: nobody hears of security events.',
    'network.plain_http':
      'Plain HTTP is served on {hostname}. Listen on this machine alone, or say behindTls.',
    'audit.reads_off': 'The record of reads is off (auditReads: false).',
    'audit.kept_too_short': 'The audit is kept {days} days; 365 is the least.',
    'audit.sensitive_kept_too_short':
      'The audit about customers is kept {days} days; three years (1096) is the least.',
    'audit.sealed_too_rarely': 'The audit is sealed every {seconds} s; 60 is the most.',
    'audit.in_one_place':
      'Seals go to no second place (onSeal): the end of the audit can be cut off.',
    'backup.too_rare': 'A backup every {minutes} minutes; 30 is the most (RPO half an hour).',
    'backup.kept_too_short': 'Backups are kept {days} days; 7 is the least.',
    'backup.beside_data':
      'The backups in {folder} lie inside the data folder and are lost with it.',
    'outbound.plain_http': 'Calls to {host} go over plain http.',
    'outbound.anywhere': 'Calls to {host} may go anywhere in {range}, which is too wide.',
    'outbound.no_deadline': 'A call outwards may take {milliseconds} ms; 1 to 60000 is sensible.',
    'licence.key_private':
      'Licences are checked with a private key: this machine could issue them. Give the public one.',
    'licence.key_unreadable': 'The key that licences are checked with is no public Ed25519 key.',
    'database.superuser':
      'The database user is a superuser, whom row-level security does not hold.',
    'database.bypasses_row_security':
      'The database user has BYPASSRLS: row-level security does not hold it.',
    'database.row_security_missing':
      'The table {table} has no row-level security. Run installRowSecurity.',
    'database.row_security_stale':
      'The row-level security of {table} is not that of the policies in force. Run installRowSecurity.',
    'database.app_role_strong':
      'The role {role} that answers callers is too strong (superuser, login or BYPASSRLS).',
    'database.audit_open': 'The trigger that keeps {table} from being changed is missing or off.',
    'database.schema_behind': '{missing} migrations have not run. Run migrate first.',
    'database.not_durable':
      'The database’s {setting} is off: a power cut loses what was acknowledged.',
    'database.too_old': 'PostgreSQL {version} is too old; 15 is the least.',
    'database.not_utf8': 'The database’s encoding is {encoding}; it has to be UTF8.',
    'database.logs_values':
      'The database’s log holds parameters of statements ({setting}). Set log_parameter_max_length=0.',
    'database.duties_clash': '{people} people hold duties that exclude each other.',
  },
} as const
