// One process that serves a bank of so many customers, and measures its own desk.
import { shippedPolicies } from '@crm/core'
import { bank, chenBo, principalOf, qianJin } from '@crm/core/fixtures'
import {
  createServer,
  installRowSecurity,
  migrate,
  migrations,
  type Store,
  sealedStore,
} from '@crm/server'
import { openMemoryStore, openPostgresStore } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'
import { fillBank, type Known } from './desk-fill.ts'

const [names = '', size = '', url] = process.argv.slice(2)
const bare: Store = url
  ? openPostgresStore({ connect: url, connections: 8 })
  : await openMemoryStore({ migrations })
if (url) await migrate(bare, migrations)
const store = sealedStore(bare, testVault())
await plantCast(store)
const known = await fillBank(store, names, Number(size))
if (url) await installRowSecurity(store, shippedPolicies)

const who = { qianJin, chenBo }
const limits = {
  requestsPerMinute: 1e9,
  customersPerDay: 1e9,
  exactSearchesPerHour: 1e9,
  heavyAtOnce: 1_000,
}
const server = createServer({
  store,
  basePath: '',
  limits,
  authenticate: async (request) =>
    principalOf(who[request.headers.get('x-who') as keyof typeof who]),
  ...(url !== undefined && { rowSecurity: true }),
})

async function ask(
  as: keyof typeof who,
  path: string,
  body?: unknown,
): Promise<{ ms: number; found: number }> {
  const request = new Request(`http://bench${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-who': as, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const started = performance.now()
  const response = await server.fetch(request)
  const json = await response.json()
  const ms = performance.now() - started
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(json)}`)
  return { ms, found: (json.items ?? json.candidates)?.length ?? 1 }
}

const slipped = (text: string): string =>
  text.slice(0, 3) + (text[4] ?? 'x') + (text[3] ?? 'y') + text.slice(5)

/** What people type, by kind. */
const typed: Readonly<Record<string, (one: Known) => string>> = {
  'the whole name': ({ name }) => name,
  'a surname': ({ name }) => name.slice(0, 1),
  'the beginning of a name': ({ name }) => name.slice(0, 2),
  'a given name': ({ name }) => name.slice(-2),
  pinyin: ({ pinyin }) => pinyin,
  'the beginning of pinyin': ({ pinyin }) => pinyin.slice(0, 4),
  initials: ({ initials }) => initials,
  'pinyin with a slip': ({ pinyin }) => slipped(pinyin),
  'a sound': ({ name }) => `${name.slice(0, -1)}方`,
  'a part of a firm’s name': ({ name }) => name.slice(2, 5),
  'a phone': ({ phone }) => `+86 ${phone.slice(0, 3)}-${phone.slice(3)}`,
  'an account': ({ account }) => account,
  'last four': ({ phone }) => phone.slice(-4),
  village: ({ village }) => village,
  nothing: () => '',
}

const figures: Record<string, { p50: number; p95: number; found: number }> = {}
async function measure(name: string, call: (one: Known) => Promise<{ ms: number; found: number }>) {
  for (const one of known.slice(0, 20)) await call(one)
  const times: number[] = []
  let found = 0
  for (const one of known) {
    const result = await call(one)
    times.push(result.ms)
    if (result.found > 0) found++
  }
  times.sort((a, b) => a - b)
  figures[name] = {
    p50: times[times.length >> 1]!,
    p95: times[Math.floor(times.length * 0.95)]!,
    found,
  }
}

for (const as of ['qianJin', 'chenBo'] as const)
  for (const [kind, text] of Object.entries(typed))
    await measure(`${as === 'qianJin' ? 'whole bank' : 'own book'}, search by ${kind}`, (one) =>
      ask(as, '/customers/search', { text: text(one), limit: 20 }),
    )
await measure('whole bank, 360° view', (one) => ask('qianJin', `/desk/customers/${one.id}`))
await measure('whole bank, caller lookup', (one) =>
  ask('qianJin', '/desk/callers', { number: `+86 0${one.phone}` }),
)
process.send?.({ figures, asked: known.length, bank: bank.id })
