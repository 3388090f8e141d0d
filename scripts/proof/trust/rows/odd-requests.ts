import { connect } from 'node:net'
import { serve } from '@crm/server/node'
import { openTestBank } from '@crm/testing'
import { all, atLeast, atMost, type ProofLine, timing, zero } from '../../line.ts'
import { oddRequests } from '../corpora/odd-requests.ts'
import type { TrustProof } from '../row.ts'

/** The status that comes back over a bare socket; 0 where the line was cut without a word. */
function sendBytes(port: number, bytes: string): Promise<{ status: number; ms: number }> {
  return new Promise((resolve) => {
    const began = performance.now()
    let heard = ''
    let at = 0
    const socket = connect(port, '127.0.0.1')
    const done = () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0)
      socket.destroy()
      resolve({ status, ms: (at || performance.now()) - began })
    }
    socket.setTimeout(20_000, done)
    socket.on('error', done)
    socket.on('close', done)
    socket.on('data', (part) => {
      at ||= performance.now()
      heard += part.toString('latin1')
      if (/^HTTP\/1\.1 \d{3}/.test(heard)) done()
    })
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}

async function run(): Promise<ProofLine[]> {
  const bank = await openTestBank()
  const listening = await serve({ fetch: bank.fetch, port: 0 })
  const port = Number(new URL(listening.url).port)
  const sound = 'GET /access/me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer test-stf_chen\r\n\r\n'
  await sendBytes(port, sound)
  const wrong: string[] = []
  let slowest = 0
  let most = 0
  let alive = 0
  const faults = bank.faults.length
  for (const { what, bytes, refused } of oddRequests) {
    const before = process.memoryUsage.rss()
    let peak = before
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }, 2)
    const { status, ms } = await sendBytes(port, bytes)
    clearInterval(watch)
    peak = Math.max(peak, process.memoryUsage.rss())
    most = Math.max(most, peak - before)
    slowest = Math.max(slowest, ms)
    if (!refused.includes(status)) wrong.push(`${what}: ${status}`)
    // Whoever asks properly afterwards is answered.
    if ((await sendBytes(port, sound)).status === 200) alive += 1
  }
  const failed = bank.faults.length - faults
  await listening.close()
  await bank.close()
  for (const one of wrong) process.stderr.write(`R24 ${one}\n`)
  const of = `of ${oddRequests.length}`
  return [
    atLeast('R24 huge and odd requests over a bare socket', oddRequests.length, 35, 'requests'),
    zero('R24 of them not refused as they should be', wrong.length, of),
    zero('R24 faults of our own that they led to', failed, of),
    all('R24 proper requests answered right after each', alive, oddRequests.length),
    timing(atMost('R24 slowest refusal', Math.round(slowest), 100, 'ms')),
    timing(atMost('R24 memory taken for one, at most', Math.round(most / 1e6), 50, 'MB')),
  ]
}

export const proof: TrustProof = { rows: ['R24'], run }
