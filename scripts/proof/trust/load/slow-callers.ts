// Callers who take their time on purpose: headers, a body, or the reading of an answer, a byte at a time.
import { connect, type Socket } from 'node:net'

/** How one is slow. */
export type Slowness = 'headers' | 'body' | 'reading'

const openings: Readonly<Record<Slowness, (host: string, token: string) => string>> = {
  headers: (host) => `GET /customers/cus_li HTTP/1.1\r\nHost: ${host}\r\n`,
  body: (host, token) =>
    `POST /segments HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nIdempotency-Key: slow\r\nContent-Length: 900000\r\n\r\n{`,
  // The largest answer there is without a sign-in, and never read.
  reading: (host) => `GET /openapi.json HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
}

const GREEDY = 8
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Many slow callers at once. */
export interface SlowCallers {
  /** Look after so many milliseconds how many the server still holds open, and when it closed the last. */
  readonly closed: (afterMs: number) => Promise<{ readonly open: number; readonly ms: number }>
  readonly end: () => void
}

/** Connect so many, a third of each kind, and be slow. */
export async function comeSlowly(url: string, many: number, token: string): Promise<SlowCallers> {
  const { hostname, port, host } = new URL(url)
  const kinds = Object.keys(openings) as Slowness[]
  const open = new Set<Socket>()
  const drips: NodeJS.Timeout[] = []
  const began = performance.now()
  let last = began
  let greedy = 0
  const come = (kind: Slowness) =>
    new Promise<void>((resolve) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        const opening = openings[kind](host, token)
        // A few ask for more than the system keeps for them: the rest waits in the server.
        const times = kind === 'reading' && greedy++ < GREEDY ? 60 : 1
        socket.write(opening.repeat(times))
        if (kind === 'reading') socket.pause()
        else
          drips.push(setInterval(() => socket.write(kind === 'headers' ? 'X-A: b\r\n' : ' '), 900))
        resolve()
      })
      open.add(socket)
      if (kind !== 'reading') socket.resume()
      const gone = () => {
        if (open.delete(socket)) last = performance.now()
        resolve()
      }
      socket.once('error', gone)
      socket.once('close', gone)
    })
  for (let at = 0; at < many; at += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, many - at) }, (_, n) =>
        come(kinds[(at + n) % kinds.length]!),
      ),
    )
  const end = () => {
    for (const drip of drips) clearInterval(drip)
    for (const socket of open) socket.destroy()
  }
  return {
    end,
    async closed(afterMs) {
      await pause(afterMs - (performance.now() - began))
      const ms = Math.round(last - began)
      // Who does not read does not hear the end either, until they do.
      for (const socket of open) socket.resume()
      await pause(1_000)
      return { open: open.size, ms }
    },
  }
}
