import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isCrmError } from '@crm/core'
import { createGuardedFetch } from '@crm/server/node'
import {
  HOOK,
  type InwardCall,
  inwardCalls,
  listedInside,
  spellingsOfHere,
} from '../../../../tests/trust/inward-calls.ts'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import type { TrustProof } from '../row.ts'

/** Something that listens on every address of this machine, and counts who comes. */
async function listen(answer: RequestListener) {
  let visits = 0
  const server = createServer((request, response) => {
    visits += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '::', resolve))
  const { port } = server.address() as AddressInfo
  return { port, visits: () => visits, close: () => void server.close() }
}

/** Every way, against a list that has one system outside, and against one whose system is here. */
async function run(): Promise<ProofLine[]> {
  let sockets = 0
  const count = () => {
    sockets += 1
  }
  subscribe('net.client.socket', count)
  const inside = await listen((_, response) => response.end())
  const statuses = [300, 301, 302, 303, 305, 307, 308]
  let status = 0
  const redirecting = await listen((_, response) =>
    response.writeHead(status, { location: `http://127.0.0.1:${inside.port}/` }).end(),
  )
  let leadsTo: readonly string[] = []
  const fetch = createGuardedFetch({
    destinations: [
      { host: 'hooks.bank.cn' },
      { host: 'hooks.bank.cn', port: inside.port, scheme: 'http' },
      ...listedInside.map((host) => ({ host })),
    ],
    resolve: async () => leadsTo,
    timeoutMs: 2_000,
  })
  const calls: InwardCall[] = [
    ...inwardCalls,
    ...spellingsOfHere.map((host) => ({
      trick: `this machine as ${host}`,
      url: `http://${host}:${inside.port}/`,
      leadsTo: ['127.0.0.1'],
    })),
    ...['127.0.0.1', '::1', '0.0.0.0', '::ffff:127.0.0.1'].map((at) => ({
      trick: `the name leads to ${at}, where something listens`,
      url: `http://hooks.bank.cn:${inside.port}/`,
      leadsTo: [at],
    })),
  ]
  const passed: string[] = []
  const refusedBy = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing',
      (error: unknown) => (isCrmError(error) ? error.code : 'another error'),
    )
  for (const call of calls) {
    leadsTo = call.leadsTo
    if ((await refusedBy(fetch(call.url))) !== 'outbound.destination_refused')
      passed.push(call.trick)
  }
  const socketsOfRefused = sockets

  // A system that is allowed here: it may send nobody on, and its name may not lead elsewhere later.
  const answers = [['127.0.0.1'], ['10.1.2.3'], ['169.254.169.254'], ['::1']]
  let asked = 0
  const allowed = createGuardedFetch({
    destinations: [redirecting, inside].map(({ port }) => ({
      host: 'sms.bank.cn',
      port,
      scheme: 'http',
      ranges: ['127.0.0.0/8'],
    })),
    resolve: async () => answers[asked++ % answers.length] ?? [],
  })
  for (status of statuses) {
    asked = 0
    if (
      (await refusedBy(allowed(`http://sms.bank.cn:${redirecting.port}/`))) !==
      'outbound.destination_refused'
    )
      passed.push(`a ${status}`)
  }
  const redirected = inside.visits()
  asked = 0
  const outcomes: string[] = []
  for (const _ of answers)
    outcomes.push(await refusedBy(allowed(`http://sms.bank.cn:${inside.port}/`)))
  if (outcomes.slice(1).some((code) => code !== 'outbound.destination_refused'))
    passed.push('a name that leads elsewhere the second time')
  const arrived = inside.visits() - redirected
  unsubscribe('net.client.socket', count)
  inside.close()
  redirecting.close()
  for (const trick of passed) process.stderr.write(`T27 not refused: ${trick} (${HOOK})\n`)
  const tried = calls.length + statuses.length + answers.length - 1
  return [
    atLeast('T27 ways to have the server call inside', tried, 60, 'ways'),
    zero('T27 of them not refused by name', passed.length, `of ${tried}`),
    zero('T27 connections opened for them', socketsOfRefused, `in ${calls.length} calls`),
    zero('T27 visits inside by a redirect', redirected, `of ${statuses.length} redirects`),
    all('T27 calls that arrive where the list allows it', arrived, 1),
  ]
}

export const proof: TrustProof = { rows: ['T27'], run }
