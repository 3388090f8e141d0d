import { createServer, type Server, type Socket } from 'node:net'
import { type CrmError, isCrmError, reminderDocs } from '@crm/core'
import { day } from '@crm/core/fixtures'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Crm, type CrmOptions, createCrm } from '../index.ts'

/** A line that does to each connection what the test says, byte by byte. */
type Mischief = (socket: Socket, request: string, nth: number) => void

const open: Server[] = []
const held = new Set<Socket>()

afterEach(async () => {
  for (const socket of held) socket.destroy()
  held.clear()
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

function isWhole(request: string): boolean {
  const [head = '', body] = request.split('\r\n\r\n')
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  return body !== undefined && body.length >= length
}

async function lineTo(mischief: Mischief, options: Partial<CrmOptions> = {}) {
  const requests: string[] = []
  const server = createServer((socket) => {
    held.add(socket)
    socket.on('error', () => socket.destroy())
    let request = ''
    socket.on('data', (data) => {
      request += data.toString('latin1')
      if (isWhole(request)) mischief(socket, request, requests.push(request) - 1)
    })
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const crm = createCrm({
    baseUrl: `http://127.0.0.1:${port}`,
    timeout: 10_000,
    ...options,
    ports: { sleep: async () => undefined, ...options.ports },
  })
  return { crm, requests }
}

const due = { asOf: day('2026-03-05') }
const answer = JSON.stringify(reminderDocs.listDue.example.returns)
const whole = (body = answer, type = 'application/json', status = '200 OK') =>
  Buffer.from(
    `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\n\r\n${body}`,
  )
const failureOf = async (crm: Crm): Promise<CrmError> => {
  const failure: unknown = await crm.reminders.listDue(due).then(
    (value) => ({ value }),
    (error: unknown) => error,
  )
  if (!isCrmError(failure)) throw new Error('not a CrmError', { cause: failure })
  return failure
}
/** Only who says nothing is waited for in vain; a busy machine must not look like them. */
const patience = (code: string, timeout: number) =>
  code === 'network.timed_out' ? { timeout } : {}
const once =
  (first: Mischief): Mischief =>
  (socket, request, nth) =>
    nth === 0 ? first(socket, request, nth) : void socket.end(whole())

/** What a line, a proxy or a broken server can do to an answer, and whether asking again helps. */
const corpus: readonly [what: string, mischief: Mischief, code: string][] = [
  ['hangs up without a word', (socket) => socket.destroy(), 'network.unreachable'],
  ['resets the connection', (socket) => socket.resetAndDestroy(), 'network.unreachable'],
  ['says nothing, and stays', () => undefined, 'network.timed_out'],
  [
    'speaks another language',
    (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    'network.unreachable',
  ],
  [
    'breaks off in the headers',
    (socket) => socket.end(whole().subarray(0, 30)),
    'network.unreachable',
  ],
  [
    'breaks off in the body',
    (socket) => socket.end(whole().subarray(0, 200)),
    'network.unreadable',
  ],
  [
    'resets in the body',
    (socket) => socket.write(whole().subarray(0, 200), () => socket.resetAndDestroy()),
    'network.unreadable',
  ],
  [
    'stops in the body, and stays',
    (socket) => socket.write(whole().subarray(0, 200)),
    'network.timed_out',
  ],
  [
    'sends half of the JSON as if it were all',
    (socket) => socket.end(whole(answer.slice(0, 99))),
    'network.unreadable',
  ],
  ['sends nothing as JSON', (socket) => socket.end(whole('')), 'network.unreadable'],
  ['sends noise as JSON', (socket) => socket.end(whole('\u0000\ufffd{]')), 'network.unreadable'],
]
const strangers: readonly [what: string, reply: Buffer, code: string][] = [
  ['a login page', whole('<html>', 'text/html'), 'network.unreadable'],
  ['the right words under the wrong name', whole(answer, 'text/plain'), 'network.unreadable'],
  ['a JSON string', whole('"ok"'), 'network.unexpected_answer'],
  ['null', whole('null'), 'network.unexpected_answer'],
  ['another API', whole('{"items":[{"title":"x"}]}'), 'network.unexpected_answer'],
  [
    'no content',
    Buffer.from('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'),
    'network.unreadable',
  ],
  ['a failure in HTML', whole('<h1>No</h1>', 'text/html', '500 Oh'), 'network.unreadable'],
  [
    'a failure in other JSON',
    whole('{"error":"no"}', 'application/json', '400 No'),
    'network.unreadable',
  ],
  [
    'a problem without a code',
    whole('{"title":"no","status":400}', 'application/problem+json', '400 No'),
    'network.unreadable',
  ],
]

describe('a line that', () => {
  it.each(corpus)('%s is told by name, after four tries', async (_what, mischief, code) => {
    const { crm, requests } = await lineTo(mischief, patience(code, 200))
    expect((await failureOf(crm)).code).toBe(code)
    expect(requests).toHaveLength(4)
  })

  it.each(corpus)('%s only once does no harm', async (_what, mischief, code) => {
    const { crm, requests } = await lineTo(once(mischief), patience(code, 1_000))
    await expect(crm.reminders.listDue(due)).resolves.toMatchObject({ items: [{}] })
    expect(requests).toHaveLength(2)
  })
})

describe('a stranger who answers with', () => {
  it.each(strangers)('%s is told by name, and not asked again', async (_what, reply, code) => {
    const { crm, requests } = await lineTo((socket) => void socket.end(reply))
    expect((await failureOf(crm)).code).toBe(code)
    expect(requests).toHaveLength(1)
  })
})

describe('a bank that', () => {
  it('is switched off is told as out of reach', async () => {
    const { crm } = await lineTo(() => undefined)
    await new Promise((resolve) => open.splice(0)[0]?.close(resolve))
    expect((await failureOf(crm)).code).toBe('network.unreachable')
  })

  it.each(['https://no-such-bank.invalid/crm', 'not a url', 'http://', 'file:///etc/passwd'])(
    'cannot be where the host says it is, %s, is told as out of reach',
    async (baseUrl) => {
      const crm = createCrm({ baseUrl, ports: { sleep: async () => undefined } })
      expect((await failureOf(crm)).code).toBe('network.unreachable')
    },
  )

  it('is two seconds late is waited for', async () => {
    const late: Mischief = (socket) => void setTimeout(() => socket.end(whole()), 2_000)
    const { crm, requests } = await lineTo(late, { timeout: 15_000 })
    await expect(crm.reminders.listDue(due)).resolves.toMatchObject({ items: [{}] })
    expect(requests).toHaveLength(1)
  })

  it('loses the answer to a write is told the same key again, so that it is done once', async () => {
    const closed = JSON.stringify(reminderDocs.close.example.returns)
    const done = new Set<string>()
    const { crm, requests } = await lineTo((socket, request, nth) => {
      done.add(/idempotency-key: (\S+)/i.exec(request)?.[1] ?? 'none')
      if (nth < 3) socket.write(whole(closed).subarray(0, 80), () => socket.resetAndDestroy())
      else socket.end(whole(closed))
    })
    await crm.reminders.close('rem_li1' as never, 'done', { version: 1 })
    expect(requests).toHaveLength(4)
    expect(done.size).toBe(1)
  })
})

describe('an answer', () => {
  it('cut at any byte is either whole or a CrmError, never half', async () => {
    const bytes = whole()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length }),
        fc.boolean(),
        async (at, hard) => {
          const { crm } = await lineTo(
            (socket) => {
              if (hard && at < bytes.length)
                socket.write(bytes.subarray(0, at), () => socket.resetAndDestroy())
              else socket.end(bytes.subarray(0, at))
            },
            { retries: 0 },
          )
          const result = await crm.reminders.listDue(due).then(
            ({ items }) => items.length,
            (error: unknown) => isCrmError(error) && error.code.startsWith('network.'),
          )
          expect(result).toBe(at === bytes.length ? 1 : true)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('of any bytes at all is a CrmError', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('application/json', 'application/problem+json', 'text/html', ''),
        fc.constantFrom('200 OK', '404 No', '500 Oh', '503 Later', '999 What'),
        async (noise, type, status) => {
          const { crm } = await lineTo(
            (socket) =>
              void socket.end(
                Buffer.concat([
                  Buffer.from(
                    `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${noise.length}\r\nconnection: close\r\n\r\n`,
                  ),
                  noise,
                ]),
              ),
            { retries: 0 },
          )
          expect((await failureOf(crm)).code).toMatch(/^network\./)
        },
      ),
      { numRuns: 150 },
    )
  })
})
