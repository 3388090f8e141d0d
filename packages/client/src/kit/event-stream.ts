import { type CrmError, isCrmError, kitErrors } from '@crm/core'
import { createParser } from 'eventsource-parser'
import type { KyInstance } from 'ky'
import * as z from 'zod/mini'
import { link, orAborted } from './abort.ts'
import { readAnswer } from './answer.ts'
import { type CrmEmitter, tell } from './events.ts'
import { type Authorised, authorised } from './exchange.ts'
import type { Ports } from './ports.ts'
import { retryAfter } from './retry.ts'
import type { Session } from './session.ts'

/** What a stream of changes is made of. */
export interface StreamFrame extends Authorised {
  readonly http: KyInstance
  readonly session: Session
  readonly events: CrmEmitter
  readonly ports: Ports
  /** How long to wait for the first byte, in milliseconds. */
  readonly timeout: number
}

/** The bank says something at least every 15 s; after three silences the line is dead. */
export const SILENCE_MS = 45_000
/** The longest wait between two tries to connect, in milliseconds. */
const LONGEST_MS = 30_000
const BUFFER = 1_048_576

const Told = z.object({
  room: z.string(),
  deed: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  customerId: z.optional(z.string()),
})

const broken = () => kitErrors.unexpectedAnswer('GET /events')

/** How a connection ended, and whether trying again makes sense. */
interface Ending {
  readonly error?: CrmError | undefined
  readonly final: boolean
  readonly wait?: number | undefined
}

/**
 * The bank's changes as they commit: server-sent events over `fetch`, because `EventSource` cannot
 * send a token. It reconnects by itself and goes on after the last event it saw.
 */
export class EventStream {
  readonly #frame: StreamFrame
  readonly #holders = new Set<object>()
  #running: AbortController | undefined
  #lastId = ''
  #retryMs = 2_000
  #connected: boolean | undefined
  #failures = 0

  constructor(frame: StreamFrame) {
    this.#frame = frame
  }

  /** Listen, together with whoever listens already. Call the answer to stop. */
  open(): () => void {
    const holder = {}
    this.#holders.add(holder)
    if (!this.#running) this.#start()
    return () => {
      if (this.#holders.delete(holder) && this.#holders.size === 0) this.#stop()
    }
  }

  /** Stop for all who listen, and forget how far it has read. */
  close(): void {
    this.#holders.clear()
    this.#stop()
    this.#lastId = ''
  }

  #start(): void {
    const running = new AbortController()
    this.#running = running
    this.#connected = undefined
    this.#failures = 0
    void this.#run(running.signal).finally(() => {
      if (this.#running === running) this.#running = undefined
    })
  }

  #stop(): void {
    const running = this.#running
    this.#running = undefined
    running?.abort(kitErrors.aborted())
    if (running && this.#connected) tell(this.#frame.events, 'disconnected', { final: true })
    this.#connected = undefined
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { events, ports } = this.#frame
    let renewed = false
    while (!signal.aborted) {
      const { token, ...ending } = await this.#connect(signal)
      if (signal.aborted) return
      if (ending.error?.status === 401 && token !== undefined && !renewed) {
        renewed = true
        this.#frame.session.refuse(token)
        continue
      }
      renewed = false
      const news = this.#connected !== false || ending.final
      this.#connected = false
      if (news) tell(events, 'disconnected', { error: ending.error, final: ending.final })
      if (ending.final) return
      const bound = Math.min(LONGEST_MS, this.#retryMs * 2 ** this.#failures++)
      // Half of it for sure, half by chance: a thousand tills must not come back in one second.
      const wait = ending.wait ?? bound / 2
      await ports.sleep(wait + (ports.random() * bound) / 2, signal)
    }
  }

  async #connect(outer: AbortSignal): Promise<Ending & { token?: string | undefined }> {
    const { http, session, ports, timeout } = this.#frame
    const { signal, abort, release } = link([outer], (reason) => reason)
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = (milliseconds: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => abort(kitErrors.timedOut(milliseconds)), milliseconds)
    }
    let token: string | undefined
    try {
      watch(timeout)
      token = await orAborted(session.token(), signal)
      const headers = {
        accept: 'text/event-stream',
        ...(this.#lastId && { 'last-event-id': this.#lastId }),
        ...(await authorised(this.#frame, 'GET', 'events', token)),
      }
      const response = await orAborted(Promise.resolve(http('events', { headers, signal })), signal)
      const type = response.headers.get('content-type') ?? ''
      if (!response.ok || !response.body || !/^text\/event-stream\b/i.test(type))
        return { token, ...(await refusal(response, ports.now())) }
      watch(SILENCE_MS)
      await this.#read(response.body, signal, () => watch(SILENCE_MS))
      return { token, final: false }
    } catch (cause) {
      const reason: unknown = signal.aborted ? signal.reason : cause
      const error = isCrmError(reason) ? reason : kitErrors.unreachable(reason)
      return { token, error, final: error.code === 'access.token_unavailable' }
    } finally {
      clearTimeout(timer)
      release()
      // Lets go of a body that nobody reads any longer.
      abort(kitErrors.aborted())
    }
  }

  async #read(
    body: ReadableStream<Uint8Array>,
    signal: AbortSignal,
    onAlive: () => void,
  ): Promise<void> {
    const { events } = this.#frame
    this.#connected = true
    tell(events, 'connected')
    const parser = createParser({
      maxBufferSize: BUFFER,
      onId: (id) => {
        this.#lastId = id
      },
      onRetry: (milliseconds) => {
        this.#retryMs = Math.min(LONGEST_MS, milliseconds)
      },
      onEvent: ({ event, data }) => {
        this.#failures = 0
        if (event === 'changed') this.#tellChange(data)
      },
    })
    const reader = body.getReader()
    const decoder = new TextDecoder()
    try {
      for (;;) {
        const { done, value } = await orAborted(reader.read(), signal)
        if (done) return
        onAlive()
        parser.feed(decoder.decode(value, { stream: true }))
      }
    } finally {
      // A body that is broken already cannot be cancelled, and need not be.
      reader.cancel().catch(() => undefined)
    }
  }

  #tellChange(data: string): void {
    let json: unknown
    try {
      json = JSON.parse(data)
    } catch {
      throw broken()
    }
    const told = Told.safeParse(json)
    if (!told.success) throw broken()
    tell(this.#frame.events, 'changed', { ...told.data, origin: 'server' })
  }
}

async function refusal(response: Response, now: number): Promise<Ending> {
  if (response.ok) {
    const type = response.headers.get('content-type') ?? ''
    return { error: kitErrors.unreadable(response.status, type), final: false }
  }
  const answer = await readAnswer(response, now)
  if (answer.ok) return { final: false }
  const { status } = response
  const final = !answer.passing && status >= 400 && status < 500
  return { error: answer.error, final, wait: retryAfter(response.headers, now) }
}
