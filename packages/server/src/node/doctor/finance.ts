import { capability, live, manual, type Template } from './clause.ts'

const B = '金规〔2024〕24号'
const J = 'JR/T 0171-2020'
const P = '个人信息保护法'
const C = 'GB/T 39786-2021'
const K = '商业银行业务连续性监管指引'

/** What a bank’s regulators ask: data security, personal financial information, PIPL, ciphers, continuity. */
export const finance: Template = {
  name: 'finance',
  title: {
    zh: '银行业数据安全、个人金融信息、密码应用与业务连续性',
    en: 'Banking: data security, personal financial information, ciphers, continuity',
  },
  asOf: '2026-11-25',
  clauses: [
    manual(`${B} 18`, '数据分类分级', 'Data are classified', {
      zh: 'JR/T 0171 级别见 docs/guide/security.zh-CN.md,须由本行确认',
      en: 'the classes in docs/guide/security.md, for the bank to confirm',
    }),
    capability(
      `${B} 28`,
      '按业务必要授权,导出须审批',
      'Rights by need; exports are approved',
      'T18,R07',
    ),
    live(`${B} 28`, '审批人与申请人不同', 'Who asks does not approve', 'fourEyes'),
    live(
      `${B} 37`,
      '备份密钥与生产密钥分离',
      'Backups have keys of their own',
      'backupKey',
      'keysApart',
    ),
    live(
      `${B} 43`,
      '日志保存:敏感数据不少于一年,委托或共同处理三年',
      'Records are kept one year, or three',
      'auditKept',
      'auditChain',
    ),
    manual(`${B} 43`, '至少每六个月审计一次', 'An audit each six months', {
      zh: 'crm audit verify 与 crm audit export 的结果须由审计管理员留存',
      en: 'that the auditor keeps what crm audit verify and export say',
    }),
    live(`${B} 45`, '不保存身份鉴别数据', 'No data that identify somebody are kept', 'noSecrets'),
    live(`${B} 45`, '定期验证可恢复性', 'Recovery is verified regularly', 'recentDrill'),
    capability(`${B} 46`, '不可恢复的删除', 'Deletion that cannot be undone', 'T04,R38'),
    manual(`${B} 48`, '测试环境与生产隔离,不用真实数据', 'No real data in tests', {
      zh: '测试环境应使用 @crm/testing 的虚构银行',
      en: 'that tests use the invented bank of @crm/testing',
    }),
    capability(`${B} 53`, '接口按业务需要与最小权限', 'Interfaces give the least', 'T09'),
    capability(`${B} 65`, '监测内部人员异常访问', 'Unusual access by insiders is found', 'T01,T07'),
    manual(`${B} 69`, '事件两小时内报告、24 小时内书面报告', 'Incidents: two hours, then 24', {
      zh: '本行应急预案;取证数据:crm audit export',
      en: 'the bank’s plan; the evidence is crm audit export',
    }),
    manual(
      `${B} 73`,
      '批量共享敏感数据提前 20 个工作日报告',
      'Sharing is reported 20 working days ahead',
      {
        zh: '本行数据共享台账',
        en: 'the bank’s own register',
      },
    ),
    live(`${J} 6.1.3`, 'C3 信息不得留存', 'C3 is not kept', 'noSecrets'),
    live(
      `${J} 6.1.2`,
      'C2 信息加密传输与存储',
      'C2 is encrypted on the way and where it lies',
      'sealedColumns',
      'transport',
    ),
    capability(`${J} 附录 A`, 'C2 信息屏蔽展示', 'C2 is masked', 'T02'),
    capability(
      `${J} 6.1.4`,
      '批量查询受限,禁止遍历',
      'No scraping, no trying numbers out',
      'T07,T33',
    ),
    capability(`${J} 6.1.4`, '退出后界面不留信息', 'Nothing stays on the screen', 'T34'),
    capability(`${P} 14–16`, '同意可撤回,撤回即停', 'Consent, and its end', 'T32'),
    capability(`${P} 28–31`, '敏感信息与未成年人单独同意', 'Sensitive data and minors', 'T32'),
    capability(`${P} 45–47`, '查阅、复制、更正、删除', 'Copies, corrections, erasure', 'T32,T04'),
    live(
      `${P} 51`,
      '加密、去标识、权限、记录',
      'Encryption, rights, records',
      'sealedColumns',
      'apartDuties',
      'auditSealed',
    ),
    manual(`${P} 55–56`, '个人信息保护影响评估,保存三年', 'Impact assessments, kept three years', {
      zh: '本行评估报告',
      en: 'the bank’s own reports',
    }),
    manual(
      '反洗钱法 (2024) 34',
      '身份资料与交易记录保存十年',
      'Identity and transactions ten years',
      {
        zh: '客户留存期限设置与 restrict/erase 流程',
        en: 'the retention that is set, and how erasure waits for it',
      },
    ),
    manual(`${C} 8.1`, '物理和环境密码应用', 'Ciphers at the doors', {
      zh: '机房',
      en: 'the machine room',
    }),
    manual(`${C} 8.2`, '网络和通信:国密 TLS(TLCP)', 'TLCP on the network', {
      zh: '前置网关',
      en: 'the gateway',
    }),
    live(
      `${C} 8.4`,
      '数据存储使用 SM4/SM3',
      'Data lie under SM4 and SM3',
      'gmSuite',
      'sealedColumns',
    ),
    live(`${C} 8.4`, '日志完整性由密码保护', 'Records are whole by cipher', 'auditChain'),
    live(
      `${C} 9`,
      '密钥在密码模块内,定期更换',
      'Keys are in a module, and changed',
      'keysOutside',
      'youngKeys',
    ),
    manual(`${C} 9`, '密码模块具有认证证书', 'The module is certified', {
      zh: '密码机或 KMS 的商用密码产品认证证书',
      en: 'the certificate of the HSM or KMS',
    }),
    live(
      `${K} 25`,
      '重要业务 RPO 不超过 0.5 小时',
      'No more than half an hour may be lost',
      'freshBackup',
      'durable',
    ),
    live(`${K} 49`, '定期演练', 'Drills', 'recentDrill'),
    manual(`${K} 25`, 'RTO 不超过 4 小时', 'Back within four hours', {
      zh: '演练记录中的恢复时间,按本行数据量',
      en: 'the time in the drill’s record, at the bank’s own volume',
    }),
  ],
}
