// Dangerous configurations, each a sound one with one thing changed, and what has to be said of it.
import { shippedPolicies } from '@crm/core'
import { authenticateJwt, type DangerCode, type ServerOptions, systemPorts } from '@crm/server'
import { createDevIdentity, inspectHost, openPostgresStore } from '@crm/server/node'

/** One change that makes a sound configuration dangerous. */
export interface Dangerous {
  readonly code: DangerCode
  readonly what: string
  readonly change: (sound: ServerOptions) => ServerOptions | Promise<ServerOptions>
}

type Change = (sound: ServerOptions) => ServerOptions | Promise<ServerOptions>

const host = (
  version: string,
  flags: readonly string[],
  env: Record<string, string>,
  uid = 1_000,
) => inspectHost({ version, execArgv: flags, env, getuid: () => uid })

const soundHost = host('v24.21.0', ['--max-old-space-size=4096'], { NODE_ENV: 'production' })

const key = { type: 'public' } as never
const jwt = (change: Partial<Parameters<typeof authenticateJwt>[0]> = {}) =>
  authenticateJwt({
    keys: new URL('https://sso.bank.cn/keys'),
    issuer: 'https://sso.bank.cn',
    audience: 'urn:bank:crm',
    ...change,
  })

const kms = { name: 'pkcs11' } as never
const vault = { seals: true, service: kms } as never

/** A store on PostgreSQL as the options of its opener say; nothing is connected. */
const store = (connect: string, deadline = 5_000): ServerOptions['store'] => ({
  ...openPostgresStore({ connect, deadline }),
  vault,
})

const password = 'a5X-long-Random-one'
const url = `postgres://crm:${password}@db.bank.cn/crm?sslmode=verify-full`

/** A configuration that production takes. */
export const soundOptions = (): ServerOptions => ({
  mode: 'production',
  store: store(url),
  rowSecurity: true,
  authenticate: jwt(),
  host: { ...soundHost, now: new Date().toISOString() },
  origins: ['https://desk.bank.cn'],
  addresses: { allow: ['10.20.0.0/16'] },
  addressOf: () => '10.20.0.7',
  onSecurityEvent: () => undefined,
  licence: { file: '', vendorKey: { kty: 'OKP', crv: 'Ed25519', x: 'x' } },
})

const withHost =
  (change: Partial<NonNullable<ServerOptions['host']>>): Change =>
  (sound) => ({ ...sound, host: { ...sound.host!, ...change } })
const started = (flag: string): Change => withHost({ flags: host('v24.21.0', [flag], {}).flags })
const inVariables =
  (env: Record<string, string>): Change =>
  ({ host: before, ...sound }) => {
    const { flags, variables } = host('v24.21.0', [], env)
    return { ...sound, host: { ...before!, flags, variables } }
  }
const loaded = (name: string, version: string): Change =>
  withHost({ packages: { ...soundHost.packages, [name]: version } })
const on =
  (connect: string, deadline?: number): Change =>
  (sound) => ({ ...sound, store: store(connect, deadline) })
const embedded =
  (
    origin: NonNullable<ServerOptions['store']['origin']>,
    more: Partial<ServerOptions> = {},
  ): Change =>
  (sound) => ({ ...sound, ...more, store: { ...sound.store, engine: 'pglite', origin } })
const keptBy =
  (name: string): Change =>
  (sound) => ({
    ...sound,
    store: { ...sound.store, vault: { seals: true, service: { name } } as never },
  })
const told =
  (change: Parameters<typeof jwt>[0]): Change =>
  (sound) => ({ ...sound, authenticate: jwt(change) })
const limited =
  (limits: ServerOptions['limits']): Change =>
  (sound) => ({ ...sound, limits: { ...limits } })
const from =
  (...origins: string[]): Change =>
  (sound) => ({ ...sound, origins })
const given =
  (change: Partial<ServerOptions>): Change =>
  (sound) => ({ ...sound, ...change })
const without =
  (name: keyof ServerOptions): Change =>
  ({ [name]: _gone, ...rest }) =>
    rest as ServerOptions
const policy = (change: Partial<(typeof shippedPolicies)[number]>): Change =>
  given({
    policies: [
      ...shippedPolicies,
      {
        id: 'bank-own',
        version: 1,
        roles: ['teller'],
        effect: 'allow',
        resource: 'customer',
        where: [],
        fields: { show: ['name'], mask: [] },
        tests: [{ given: { staffId: 'a', branchIds: [], row: {} }, sees: true }],
        ...change,
      },
    ],
  })

const list: readonly (readonly [DangerCode, string, Change])[] = [
  ['host.not_inspected', 'nothing known of the machine', without('host')],
  ['host.node_too_old', 'Node 20', withHost({ nodeVersion: '20.19.5' })],
  ['host.node_end_of_life', 'Node 23', withHost({ nodeVersion: '23.11.0' })],
  ['host.dependency_known_bad', 'Hono that reflects any origin', loaded('hono', '4.12.24')],
  ['host.dependency_known_bad', 'jose with its bomb', loaded('jose', '4.15.4')],
  ['host.dependency_known_bad', 'kysely with JSON paths', loaded('kysely', '0.28.11')],
  ['host.dependency_known_bad', 'pg that evaluates', loaded('pg', '7.1.0')],
  ['host.dependency_known_bad', 'a server of files', loaded('@hono/node-server', '1.19.14')],
  ['host.tls_unchecked', 'certificates off', inVariables({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })],
  ['host.tls_min_low', 'TLS 1.0', started('--tls-min-v1.0')],
  ['host.tls_min_low', 'old ciphers', started('--openssl-legacy-provider')],
  ['host.tls_keys_logged', 'session keys in a file', started('--tls-keylog=/tmp/keys')],
  ['host.insecure_parser', 'lenient HTTP', started('--insecure-http-parser')],
  ['host.inspector_open', 'a debugger', started('--inspect=0.0.0.0:9229')],
  ['host.inspector_open', 'a debugger by NODE_OPTIONS', inVariables({ NODE_OPTIONS: '--inspect' })],
  ['host.memory_dumped', 'heap snapshots', started('--heapsnapshot-signal=SIGUSR2')],
  ['host.debug_output', 'NODE_DEBUG=http', inVariables({ NODE_DEBUG: 'http' })],
  ['host.root', 'root', withHost({ userId: 0 })],
  [
    'host.clock_behind',
    'a clock that was never set',
    (sound) => ({
      ...sound,
      host: { ...sound.host!, now: '2020-01-01T00:00:00.000Z' },
      ports: { ...systemPorts, now: () => '2020-01-01T00:00:00.000Z' as never },
    }),
  ],
  [
    'ports.clock_invented',
    'a clock for tests',
    given({ ports: { ...systemPorts, now: () => '2026-03-05T01:00:00.000Z' as never } }),
  ],
  [
    'ports.ids_guessable',
    'the same id twice',
    given({ ports: { ...systemPorts, newId: () => 'req_1' } }),
  ],
  ['store.embedded', 'PGlite', embedded({ folder: '/srv/crm', deadline: 5_000 })],
  ['store.in_memory', 'PGlite in memory', embedded({ deadline: 5_000 }, { allowEmbedded: true })],
  [
    'store.values_open',
    'no vault',
    (sound) => ({ ...sound, store: { ...sound.store, vault: { seals: false } as never } }),
  ],
  ['store.tls_off', 'PostgreSQL without TLS', on(`postgres://crm:${password}@db.bank.cn/crm`)],
  [
    'store.tls_unverified',
    'sslmode=no-verify',
    on(`postgres://crm:${password}@db.bank.cn/crm?sslmode=no-verify`),
  ],
  [
    'store.password_weak',
    'the password of the manual',
    on('postgres://crm:postgres12345@db.bank.cn/crm?sslmode=verify-full'),
  ],
  ['store.deadline_absurd', 'statements without end', on(url, 0)],
  ['store.row_security_off', 'no row-level security', without('rowSecurity')],
  ['keys.in_memory', 'keys in memory', keptBy('memory')],
  ['keys.in_file', 'keys in a file', keptBy('file')],
  [
    'identity.development',
    'the development identity',
    async (sound) => ({
      ...sound,
      authenticate: (await createDevIdentity(sound.store, 'bnk')).authenticate,
    }),
  ],
  ['identity.issuer_missing', 'no issuer', told({ issuer: '' })],
  ['identity.issuer_http', 'an issuer over http', told({ issuer: 'http://sso.bank.cn' })],
  ['identity.audience_missing', 'any audience', told({ audience: '*' })],
  ['identity.keys_http', 'keys over http', told({ keys: new URL('http://sso.bank.cn/keys') })],
  ['identity.algorithm_weak', 'HS256', told({ algorithms: ['ES256', 'HS256'] as never })],
  ['identity.algorithm_weak', 'none', told({ algorithms: ['none'] as never })],
  [
    'identity.key_shared',
    'a shared secret',
    told({ keys: { ...(key as object), type: 'secret' } as never }),
  ],
  [
    'identity.key_private',
    'a private key',
    told({ keys: { ...(key as object), type: 'private' } as never }),
  ],
  [
    'policies.everything_shown',
    'a policy for all and everything',
    policy({ fields: { show: ['*'], mask: [] } }),
  ],
  [
    'policies.admin_sees_customers',
    'an administrator who sees customers',
    policy({ roles: ['system-admin'] }),
  ],
  [
    'authority.nobody_approves',
    'nobody approves',
    given({ authority: [{ kind: 'customer.export', roles: ['approver'], approvers: 0 }] }),
  ],
  [
    'authority.made_and_approved',
    'makers approve',
    given({ authority: [{ kind: 'customer.export', roles: ['campaign-operator'], approvers: 1 }] }),
  ],
  [
    'limits.requests_off',
    'endless requests',
    limited({ requestsPerMinute: Number.POSITIVE_INFINITY }),
  ],
  ['limits.searches_off', 'endless searches', limited({ exactSearchesPerHour: 1_000_000 })],
  ['limits.sign_ins_off', 'endless tries', limited({ failedSignInsPerMinute: Number.NaN })],
  ['limits.unmasks_off', 'endless unmasking', limited({ unmasksPerDay: 100_000 })],
  ['limits.customers_off', 'every customer a day', limited({ customersPerDay: 1_000_000 })],
  ['limits.counts_off', 'any number of counts', limited({ countsPerDay: 1_000_000 })],
  ['limits.heavy_off', 'any number of heavy calls', limited({ heavyAtOnce: 1_000 })],
  ['network.origin_any', 'CORS *', from('*')],
  ['network.origin_any', 'CORS by a pattern', from('https://*.bank.cn')],
  ['network.origin_null', 'CORS null', from('null')],
  ['network.origin_http', 'an origin over http', from('http://desk.bank.cn')],
  ['network.origin_unreadable', 'an origin with a path', from('https://desk.bank.cn/crm')],
  ['network.addresses_any', 'addresses 0.0.0.0/0', given({ addresses: { allow: ['0.0.0.0/0'] } })],
  ['network.addresses_any', 'addresses ::/0', given({ addresses: { allow: ['::/0'] } })],
  ['network.addresses_blind', 'rules without an address', without('addressOf')],
  [
    'network.address_unknown',
    'no address at all',
    ({ addresses: _rules, addressOf: _none, ...rest }) => rest,
  ],
  ['network.events_lost', 'nobody hears', without('onSecurityEvent')],
  ['audit.reads_off', 'reads unrecorded', given({ auditReads: false })],
  [
    'licence.key_private',
    'the vendor’s private key',
    given({ licence: { file: '', vendorKey: { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' } } }),
  ],
  [
    'licence.key_unreadable',
    'no key of a vendor',
    given({ licence: { file: '', vendorKey: 'key' } }),
  ],
]

/** Every dangerous configuration of a server. */
export const dangerous: readonly Dangerous[] = list.map(([code, what, change]) => ({
  code,
  what,
  change,
}))
