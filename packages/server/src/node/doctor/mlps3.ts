import { capability, live, manual, type Template } from './clause.ts'

const G = 'GB/T 22239-2019 8.1.4'

/** 等保 2.0, level 3, the computing environment: GB/T 22239-2019, 8.1.4. */
export const mlps3: Template = {
  name: 'mlps3',
  title: {
    zh: '网络安全等级保护第三级 · 安全计算环境(GB/T 22239-2019 8.1.4)',
    en: 'Multi-level protection, level 3: computing environment (GB/T 22239-2019, 8.1.4)',
  },
  asOf: '2026-11-25',
  clauses: [
    live(
      `${G}.1 a`,
      '用户唯一标识,无默认账户',
      'Everybody has an identity of their own',
      'ownAccounts',
    ),
    manual(`${G}.1 a`, '口令复杂度与更换', 'Passwords are complex and changed', {
      zh: '由本行统一身份认证负责:本系统不保存口令',
      en: 'at the bank’s identity provider: no password is kept here',
    }),
    capability(`${G}.1 b`, '登录失败处理与锁定', 'Failed sign-ins lock out', 'T24'),
    manual(`${G}.1 b`, '会话超时退出', 'Idle sessions end', {
      zh: '令牌最长 10 分钟;空闲时长由统一身份认证与宿主系统设定',
      en: 'tokens last ten minutes at most; the idle time is the identity provider’s and the host’s',
    }),
    live(`${G}.1 c`, '远程管理防窃听', 'Remote administration is not overheard', 'transport'),
    manual(`${G}.1 d`, '两种以上鉴别,其一为密码技术', 'Two factors, one of them cryptographic', {
      zh: '统一身份认证是否按 acr/auth_time 提供二次验证;敏感操作本系统强制(T02)',
      en: 'that the identity provider gives acr and auth_time; sensitive calls ask for them (T02)',
    }),
    capability(`${G}.2 a`, '按用户分配权限', 'Rights are given by person and role', 'T09,R35'),
    live(`${G}.2 b`, '删除或改名默认账户', 'No default accounts', 'ownAccounts'),
    live(`${G}.2 c`, '停用多余、过期账户', 'Accounts nobody uses are ended', 'idleAccounts'),
    live(`${G}.2 d`, '管理用户权限分离', 'Administrators are kept apart', 'apartDuties'),
    live(
      `${G}.2 e`,
      '由授权主体配置访问策略',
      'Policies are set by who may, and sound',
      'soundPolicies',
      'fourEyes',
    ),
    capability(
      `${G}.2 f`,
      '粒度:主体到用户,客体到表、字段',
      'As fine as person, table and field',
      'T02,T09,R35',
    ),
    live(
      `${G}.2 f`,
      '数据库行级访问控制',
      'Row-level control in the database',
      'rowSecurity',
      'plainUser',
    ),
    capability(
      `${G}.2 g`,
      '敏感标记与强制访问',
      'Sensitive data are labelled and held to it',
      'T02',
    ),
    live(`${G}.3 a`, '审计覆盖每个用户', 'The audit covers everybody', 'auditSealed'),
    live(
      `${G}.3 b`,
      '记录日期、用户、类型、结果',
      'Date, person, kind and result',
      'auditComplete',
    ),
    live(
      `${G}.3 c`,
      '保护审计记录,防删改',
      'Records cannot be changed or deleted',
      'auditChain',
      'auditFinal',
      'auditKept',
    ),
    capability(`${G}.3 d`, '审计进程不可中断', 'No record, no deed', 'T21'),
    manual(`${G}.4 a`, '最小安装', 'Only what is needed is installed', {
      zh: '操作系统',
      en: 'the operating system',
    }),
    manual(`${G}.4 b`, '关闭不需要的服务与端口', 'No service or port too many', {
      zh: '操作系统与防火墙',
      en: 'operating system and firewall',
    }),
    manual(`${G}.4 c`, '限制管理终端地址', 'Administration from listed addresses', {
      zh: 'createServer 的 addresses 与防火墙',
      en: 'the addresses given to createServer, and the firewall',
    }),
    capability(`${G}.4 d`, '输入有效性检验', 'Input is checked', 'T12,T22,R24,R26'),
    live(`${G}.4 e`, '及时修补漏洞', 'Known weaknesses are mended', 'knownVersions'),
    capability(`${G}.4 f`, '检测入侵并报警', 'Intrusions are found and told', 'T01,T07'),
    manual(`${G}.5`, '恶意代码防范', 'Against malicious code', {
      zh: '服务器防病毒',
      en: 'the servers’ protection',
    }),
    manual(`${G}.6`, '可信验证', 'Trusted boot', { zh: '服务器硬件', en: 'the servers’ hardware' }),
    live(`${G}.7 a`, '传输完整性', 'Whole on the way', 'transport'),
    live(`${G}.7 b`, '存储完整性', 'Whole where it lies', 'auditChain', 'sealedColumns'),
    live(`${G}.8 a`, '传输保密性', 'Secret on the way', 'transport'),
    live(
      `${G}.8 b`,
      '存储保密性',
      'Secret where it lies',
      'sealedColumns',
      'keysOutside',
      'keysApart',
    ),
    live(
      `${G}.9 a`,
      '本地备份与恢复',
      'Backups, and restores that were tried',
      'freshBackup',
      'recentDrill',
    ),
    live(`${G}.9 a`, '已确认的数据写入磁盘', 'What is acknowledged is on the disk', 'durable'),
    manual(`${G}.9 b`, '异地实时备份', 'A second site, in real time', {
      zh: 'pg_receivewal 同步接收端的位置(pnpm proof trust --only R13)',
      en: 'where the synchronous receiver stands (pnpm proof trust --only R13)',
    }),
    manual(`${G}.9 c`, '重要系统热冗余', 'Hot standby', {
      zh: '数据库与应用的冗余部署',
      en: 'a second database and host',
    }),
    capability(`${G}.10 a`, '鉴别信息释放前清除', 'Credentials are wiped', 'T34'),
    capability(`${G}.10 b`, '敏感数据释放前清除', 'Sensitive data are wiped', 'T34'),
    live(`${G}.11 a`, '仅采集必需的个人信息', 'Only what is needed is kept', 'noSecrets'),
    capability(
      `${G}.11 b`,
      '禁止未授权访问个人信息',
      'Nobody sees personal data without a right',
      'T02,T09',
    ),
  ],
}
