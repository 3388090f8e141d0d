import { may } from '@crm/core'
import type { Directory, Presence } from './directory.ts'
import { customersSeen } from './scope-sql.ts'
import { latestPosition, readEventsAfter, type StoredEvent } from './store/outbox.ts'
import type { Store } from './store/store.ts'

/** How often a stream looks for what other processes committed, in milliseconds. */
const POLL_MS = 1_000
/** A comment this often keeps proxies from closing a silent stream, in milliseconds. */
const HEARTBEAT_MS = 15_000
const BATCH = 200

/** Wakes the streams of this process as soon as a write of this process has committed. */
export class Bell {
  #waiting = new Set<() => void>()

  ring(): void {
    const waiting = this.#waiting
    this.#waiting = new Set()
    for (const wake of waiting) wake()
  }

  /** Resolves at the next ring, after so many milliseconds, or when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      signal.addEventListener('abort', done, { once: true })
      this.#waiting.add(done)
      if (signal.aborted) done()
    })
  }
}

/** Those of a bank's events that a caller may hear of: of a customer only where they see the customer. */
async function heardBy(
  { db }: Store,
  events: readonly StoredEvent[],
  presence: Presence,
): Promise<readonly StoredEvent[]> {
  const readable = events.filter(({ subjectKind }) => may(presence.caller, `${subjectKind}:read`))
  const customerIds = readable.flatMap(({ customerId }) => customerId ?? [])
  const seen = await customersSeen(db, presence, customerIds)
  return readable.filter(({ customerId }) => customerId === undefined || seen.has(customerId))
}

const line = (event: StoredEvent): string => {
  const { position, room, deed, subjectKind, subjectId, customerId } = event
  const data = { room, deed, subjectKind, subjectId, ...(customerId && { customerId }) }
  return `id: ${position}\nevent: changed\ndata: ${JSON.stringify(data)}\n\n`
}

/** What a stream needs. */
export interface EventSource {
  readonly store: Store
  readonly directory: Directory
  readonly bell: Bell
}

/**
 * The changes a caller may hear of, as server-sent events. It goes on after `Last-Event-ID`, or
 * from the present moment; what commits late is never skipped (see `store/outbox.ts`). Rights are
 * looked up again as it goes: it ends when the caller is no longer known.
 */
export function eventStream(
  { store, directory, bell }: EventSource,
  presence: Presence,
  lastEventId: string | undefined,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const stop = new AbortController()
  const ended = AbortSignal.any([signal, stop.signal])
  const { bankId, staffId, sessionId } = presence.caller

  const run = async (send: (text: string) => void) => {
    let position = lastEventId ?? (await latestPosition(store.db, bankId))
    let spoke = performance.now()
    send(`retry: 2000\nid: ${position}\nevent: ready\ndata: {}\n\n`)
    while (!ended.aborted) {
      const events = await readEventsAfter(store.db, bankId, position, BATCH)
      if (events.length > 0) {
        const now = await directory.find({ bankId, staffId, sessionId })
        if (!now) return
        for (const event of await heardBy(store, events, now)) send(line(event))
        const reached = events.at(-1)!.position
        // Tells how far the stream has come even when nothing of it was this caller's to hear.
        if (reached !== position) send(`id: ${reached}\nevent: seen\ndata: {}\n\n`)
        position = reached
        spoke = performance.now()
      }
      if (events.length === BATCH) continue
      await bell.wait(POLL_MS, ended)
      if (performance.now() - spoke >= HEARTBEAT_MS) {
        send(': still here\n\n')
        spoke = performance.now()
      }
    }
  }

  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      run(send).then(
        () => !stop.signal.aborted && controller.close(),
        (error: unknown) => controller.error(error),
      )
    },
    cancel: () => stop.abort(),
  })
}
