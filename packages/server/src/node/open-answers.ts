import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A reader gets a second each time for this many bytes; after so many seconds without, they are cut off. */
const LEAST_BYTES = 8_192
const STALLED_SECONDS = 8

interface Reading {
  /** Bytes that had left when the reader was last seen to keep up. */
  taken: number
  /** Seconds since, while there was something for them to take. */
  stalled: number
}

const isStream = (answer: ServerResponse): boolean =>
  String(answer.getHeader('content-type') ?? '').startsWith('text/event-stream')

/** The answers of a server that are under way. */
export interface OpenAnswers {
  /** From here on every connection ends with its answer, and streams, which have no end, end now. */
  readonly leave: () => void
  readonly stop: () => void
}

/**
 * Watch the answers of a server. Who asks and then does not read what they asked for, or hardly, is cut
 * off within ten seconds: a connection is dear, and Node waits for readers for ever.
 */
export function watchAnswers(server: Server): OpenAnswers {
  const open = new Set<ServerResponse>()
  const readers = new WeakMap<Socket, Reading>()
  let leaving = false

  server.prependListener('request', (_request, answer: ServerResponse) => {
    if (leaving) answer.shouldKeepAlive = false
    open.add(answer)
    answer.once('close', () => open.delete(answer))
  })

  const look = () => {
    for (const { socket } of open) if (socket && isStalled(socket, readers)) socket.destroy()
  }
  const timer = setInterval(look, 1_000)
  timer.unref()

  return {
    leave() {
      leaving = true
      for (const answer of open) {
        if (!answer.headersSent) answer.shouldKeepAlive = false
        else if (isStream(answer)) answer.socket?.destroy()
      }
    },
    stop: () => clearInterval(timer),
  }
}

function isStalled(socket: Socket, readers: WeakMap<Socket, Reading>): boolean {
  const taken = socket.bytesWritten - socket.writableLength
  const before = readers.get(socket)
  if (!before || socket.writableLength === 0 || taken - before.taken >= LEAST_BYTES) {
    readers.set(socket, { taken, stalled: 0 })
    return false
  }
  before.stalled += 1
  return before.stalled >= STALLED_SECONDS
}
