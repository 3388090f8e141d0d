// A line between client and server that does to each call what chance says.
import { connect, createServer, type Socket } from 'node:net'

/** What may happen to one call on its way. */
export const mishaps = [
  'none',
  'late',
  'cut before the server hears of it',
  'reset at a byte of the answer',
  'broken off in the answer',
  'half of the answer as if it were all',
  'noise for an answer',
  'silence',
  'too many, wait',
  'unavailable, wait',
  'unavailable',
  'bad gateway',
] as const
export type Mishap = (typeof mishaps)[number]

/** A running line, and what went over it. */
export interface BadLine {
  readonly url: string
  /** The calls as they came, by their Idempotency-Key. */
  readonly calls: { readonly key: string; readonly mishap: Mishap }[]
  /** What is to happen to the next call. */
  next: () => Mishap
  readonly close: () => void
}

/** Seconds that the line's own refusals ask to wait. */
export const ASKED_SECONDS = 2

function isWhole(request: Buffer): boolean {
  const end = request.indexOf('\r\n\r\n')
  if (end === -1) return false
  const length = Number(/content-length: (\d+)/i.exec(request.toString('latin1', 0, end))?.[1] ?? 0)
  return request.length >= end + 4 + length
}

/** One call to the server behind the line, to the last byte of its answer. */
const forward = (port: number, request: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const text = request.toString('latin1').replace(/^connection: .*$/im, 'connection: close')
    const upstream = connect(port, '127.0.0.1', () => upstream.write(Buffer.from(text, 'latin1')))
    upstream.on('data', (part) => void parts.push(part))
    upstream.on('end', () => resolve(Buffer.concat(parts)))
    upstream.on('error', reject)
  })

const refusal = (status: string, headers = ''): Buffer => {
  const code = 'server.failed'
  const body = JSON.stringify({
    type: 'x',
    title: 'x',
    status: Number(status.slice(0, 3)),
    code,
    context: {},
  })
  return Buffer.from(
    `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json\r\n${headers}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** Open a line to the server on a port. */
export async function openBadLine(port: number, random: () => number): Promise<BadLine> {
  const held = new Set<Socket>()
  const calls: BadLine['calls'] = []
  const line = { next: (): Mishap => 'none' }
  const wait = `retry-after: ${ASKED_SECONDS}\r\n`
  const act = async (socket: Socket, request: Buffer): Promise<void> => {
    const key = /idempotency-key: (\S+)/i.exec(request.toString('latin1'))?.[1] ?? ''
    const mishap = line.next()
    calls.push({ key, mishap })
    if (mishap === 'cut before the server hears of it') return void socket.resetAndDestroy()
    if (mishap === 'too many, wait') return void socket.end(refusal('429 Wait', wait))
    if (mishap === 'unavailable, wait') return void socket.end(refusal('503 Wait', wait))
    if (mishap === 'unavailable') return void socket.end(refusal('503 No'))
    if (mishap === 'bad gateway') return void socket.end(refusal('502 No'))
    const answer = await forward(port, request)
    const at = Math.floor(random() * answer.length)
    const body = answer.indexOf('\r\n\r\n') + 4
    if (mishap === 'silence') return
    if (mishap === 'reset at a byte of the answer')
      return void socket.write(answer.subarray(0, at), () => socket.resetAndDestroy())
    if (mishap === 'broken off in the answer')
      return void socket.end(answer.subarray(0, Math.min(at, answer.length - 1)))
    if (mishap === 'half of the answer as if it were all')
      return void socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\nconnection: close\r\n\r\n${answer.toString('latin1', body, body + 20)}`,
      )
    if (mishap === 'noise for an answer') return void socket.end('SSH-2.0-OpenSSH_9.6\r\n')
    if (mishap === 'late') return void setTimeout(() => socket.end(answer), 50)
    socket.end(answer)
  }
  const server = createServer((socket) => {
    held.add(socket)
    let request: Buffer = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (part) => {
      request = Buffer.concat([request, part])
      if (!isWhole(request)) return
      const whole = request
      request = Buffer.alloc(0)
      act(socket, whole).catch(() => socket.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as { port: number }
  return Object.assign(line, {
    url: `http://127.0.0.1:${own}`,
    calls,
    close: () => {
      for (const socket of held) socket.destroy()
      server.close()
    },
  })
}
