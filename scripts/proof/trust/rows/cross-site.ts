import { principalOf, zhouMin } from '@crm/core/fixtures'
import { createServer } from '@crm/server'
import { openTestBank } from '@crm/testing'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import { dressesOf, strangers } from '../corpora/cross-site.ts'
import type { TrustProof } from '../row.ts'
import { changedBetween, markStore } from '../store-mark.ts'

const here = 'https://crm.bank.test'
const portal = 'https://portal.bank.test'
const delegation = { toId: 'stf_qian', fromOn: '2026-03-09', toOn: '2026-03-13' }
const consent = {
  purpose: 'marketing',
  channel: 'sms',
  act: 'granted',
  textHash: 'a'.repeat(64),
  method: 'paper',
}

/** Where it is written down who looked: a refused call leaves nothing even there. */
async function run(): Promise<ProofLine[]> {
  const bank = await openTestBank({ steppedUp: true })
  const server = createServer({
    store: bank.store,
    ports: bank.ports,
    origins: [portal],
    // A host that keeps its sessions in a cookie, which a browser adds to whatever is sent.
    authenticate: async (request) =>
      request.headers.get('cookie') === 'session=zhou'
        ? { ...principalOf(zhouMin), assurance: 2, provedAt: bank.ports.now() }
        : undefined,
  })
  const { items } = await bank.crm.reminders.listDue({ asOf: '2026-03-05' as never })
  const open = items.find(({ reminder }) => reminder.status === 'open')?.reminder.id ?? ''
  const deeds: readonly (readonly [string, object])[] = [
    [`/reminders/${open}/close`, { as: 'done' }],
    ['/customers/cus_li/consents', consent],
    ['/approvals/delegations', delegation],
  ]
  const send = async (
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
    method = 'POST',
  ): Promise<Response> =>
    server.fetch(
      new Request(`${here}${path}`, {
        method,
        headers: { cookie: 'session=zhou', ...headers },
        ...(body !== undefined && { body }),
      }),
    )
  const before = await markStore(bank.store)
  let cases = 0
  let preflights = 0
  const taken: string[] = []
  for (const stranger of strangers)
    for (const [path, body] of deeds) {
      for (const dress of dressesOf(body)) {
        cases += 1
        const { status } = await send(path, { ...stranger, ...dress.headers }, dress.body)
        if (status < 400) taken.push(`${JSON.stringify(stranger)} ${path}`)
      }
      const asked = { ...stranger, 'access-control-request-method': 'POST' }
      const { headers } = await send(path, asked, undefined, 'OPTIONS')
      if (headers.get('access-control-allow-origin') !== null) preflights += 1
    }
  const changed = changedBetween(before, await markStore(bank.store))
  // What is not allowed to strangers is allowed to the bank's own pages: the doors do open.
  let opened = 0
  for (const own of [
    { origin: here, 'sec-fetch-site': 'same-origin' },
    { origin: portal, 'sec-fetch-site': 'same-site' },
  ]) {
    const key = { 'idempotency-key': `own-${opened}`, 'content-type': 'application/json' }
    const answer = await send(
      '/customers/cus_li/consents',
      { ...own, ...key },
      JSON.stringify(consent),
    )
    if (answer.status === 200) opened += 1
  }
  await bank.close()
  for (const one of taken) process.stderr.write(`T23 taken: ${one}\n`)
  return [
    atLeast('T23 calls of other sites with the bank’s cookie', cases, 50, 'calls'),
    zero('T23 of them taken', taken.length, `of ${cases}`),
    zero('T23 tables that changed', changed.length, `of ${before.size}`),
    zero(
      'T23 preflights that let another site call',
      preflights,
      `of ${strangers.length * deeds.length}`,
    ),
    all('T23 calls of the bank’s own pages that are taken', opened, 2),
  ]
}

export const proof: TrustProof = { rows: ['T23'], run }
