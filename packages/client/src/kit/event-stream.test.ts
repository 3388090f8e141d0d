import { afterEach, describe, expect, it, vi } from 'vitest'
import { type BankLine, bankLine, page, problem } from '../../test/bank-line.ts'
import type { Change, CrmOptions, Disconnection } from '../index.ts'
import { SILENCE_MS } from './event-stream.ts'

/** A stream that the test speaks into. */
class Wire {
  readonly response: Response
  readonly cancelled = vi.fn()
  #stream!: ReadableStreamDefaultController<Uint8Array>

  constructor() {
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.#stream = stream
      },
      cancel: this.cancelled,
    })
    const headers = { 'content-type': 'text/event-stream; charset=utf-8' }
    this.response = new Response(body, { headers })
  }

  async say(text: string | Uint8Array): Promise<void> {
    this.#stream.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text)
    await settle()
  }

  async end(): Promise<void> {
    this.#stream.close()
    await settle()
  }

  async cut(): Promise<void> {
    this.#stream.error(new TypeError('terminated'))
    await settle()
  }
}

/** Let everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let round = 0; round < 50; round++) await Promise.resolve()
}

const closing = {
  room: 'reminders',
  deed: 'close',
  subjectKind: 'reminder',
  subjectId: 'rem_li1',
  customerId: 'cus_li',
}
const told = (position: string, data: unknown = closing) =>
  `id: ${position}\nevent: changed\ndata: ${JSON.stringify(data)}\n\n`

interface Listening extends BankLine {
  readonly changes: Change[]
  readonly connected: () => number
  readonly lost: Disconnection[]
  readonly stop: () => void
}

async function listen(
  answers: readonly (Wire | (() => Response))[],
  options: Partial<CrmOptions> = {},
): Promise<Listening> {
  const line = bankLine((_request, nth) => {
    const answer = answers[nth]
    if (answer instanceof Wire) return answer.response
    return answer ? answer() : new Promise<Response>(() => undefined)
  }, options)
  const changes: Change[] = []
  const lost: Disconnection[] = []
  const connected = vi.fn()
  line.crm.events.on('changed', (change) => changes.push(change))
  line.crm.events.on('disconnected', (why) => lost.push(why))
  line.crm.events.on('connected', connected)
  const stop = line.crm.connect()
  await settle()
  return { ...line, changes, lost, stop, connected: () => connected.mock.calls.length }
}

afterEach(() => vi.useRealTimers())

describe('the bank’s changes', () => {
  it('come in as they happen, in the name of who listens', async () => {
    const wire = new Wire()
    const { seen, changes, connected } = await listen([wire], { token: () => 'chen-bo' })
    await wire.say('retry: 2000\nid: 1.0\nevent: ready\ndata: {}\n\n')
    await wire.say(told('1.1'))
    expect(connected()).toBe(1)
    expect(seen[0]?.url).toBe('https://bank.test/crm/events')
    expect(seen[0]?.headers.get('accept')).toBe('text/event-stream')
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer chen-bo')
    expect(changes).toEqual([{ ...closing, origin: 'server' }])
  })

  it('come whole, wherever the line cuts them', async () => {
    const wire = new Wire()
    const { changes } = await listen([wire])
    const village = { ...closing, subjectId: '柳河村🌳' }
    for (const byte of new TextEncoder().encode(told('1.1', village)))
      await wire.say(new Uint8Array([byte]))
    expect(changes.map(({ subjectId }) => subjectId)).toEqual(['柳河村🌳'])
  })

  it('go on after a break where they left off', async () => {
    const wires = [new Wire(), new Wire()] as const
    const { seen, changes, lost, waits, connected } = await listen(wires)
    await wires[0].say(told('7.3'))
    await wires[0].say('id: 7.9\nevent: seen\ndata: {}\n\n')
    await wires[0].cut()
    expect(lost).toMatchObject([{ error: { code: 'network.unreachable' }, final: false }])
    expect(seen.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, '7.9'])
    expect(waits).toEqual([1_500])
    await wires[1].say(told('8.1'))
    expect(changes).toHaveLength(2)
    expect(connected()).toBe(2)
  })

  it('are asked for again when the bank ends the stream, as soon as it says', async () => {
    const wires = [new Wire(), new Wire()] as const
    const { seen, lost, waits } = await listen(wires)
    await wires[0].say('retry: 400\nid: 1.0\nevent: ready\ndata: {}\n\n')
    await wires[0].end()
    expect(seen).toHaveLength(2)
    expect(waits).toEqual([300])
    expect(lost).toEqual([{ error: undefined, final: false }])
  })

  it('are asked for ever less often, and told lost only once, while the bank is away', async () => {
    const away = Array.from({ length: 8 }, () => () => page(502))
    const { waits, lost } = await listen(away, { ports: { random: () => 0.999_999 } })
    await vi.waitFor(() => expect(waits).toHaveLength(8))
    expect(waits.map(Math.round)).toEqual([
      2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ])
    expect(lost).toHaveLength(1)
  })

  it('are asked for no earlier than the bank wants', async () => {
    const busy = () => problem(503, 'store.unavailable', { 'retry-after': '20' })
    const { waits } = await listen([busy], { ports: { random: () => 0 } })
    expect(waits).toEqual([20_000])
  })

  it('that nobody may hear are not asked for again', async () => {
    const { seen, lost } = await listen([() => problem(403, 'access.denied')])
    expect(seen).toHaveLength(1)
    expect(lost).toMatchObject([{ error: { code: 'access.denied' }, final: true }])
  })

  it('are asked for once more with a new token', async () => {
    const wire = new Wire()
    const { seen, connected } = await listen([() => problem(401, 'access.not_signed_in'), wire], {
      token: ({ renew }) => (renew ? 'new' : 'old'),
    })
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer old',
      'Bearer new',
    ])
    expect(connected()).toBe(1)
  })

  it('are given up when the new token is refused as well', async () => {
    const refuse = () => problem(401, 'access.not_signed_in')
    const { seen, lost } = await listen([refuse, refuse], { token: () => 'old' })
    expect(seen).toHaveLength(2)
    expect(lost).toMatchObject([{ error: { code: 'access.not_signed_in' }, final: true }])
  })

  it('are asked for soon again once they have come in between', async () => {
    const wire = new Wire()
    const away = () => page(502)
    const { waits } = await listen([away, away, wire], { ports: { random: () => 0 } })
    await vi.waitFor(() => expect(waits).toHaveLength(2))
    await settle()
    await wire.say(told('1.1'))
    await wire.cut()
    expect(waits).toEqual([1_000, 2_000, 1_000])
  })

  it('do not come from a login page', async () => {
    const { lost } = await listen([() => page(200)])
    expect(lost).toMatchObject([{ error: { code: 'network.unreadable' }, final: false }])
  })

  it.each([
    ['no JSON', 'id: 5.1\nevent: changed\ndata: {"room"\n\n'],
    ['not as agreed', told('5.1', { room: 7 })],
  ])('that are %s break the stream once, and are not asked for again', async (_what, text) => {
    const wires = [new Wire(), new Wire()] as const
    const { seen, lost, changes } = await listen(wires)
    await wires[0].say(text)
    expect(lost).toMatchObject([{ error: { code: 'network.unexpected_answer' } }])
    expect(seen[1]?.headers.get('last-event-id')).toBe('5.1')
    expect(changes).toEqual([])
  })
})

describe('a line that has gone silent', () => {
  it('is taken for dead after three missed signs of life, and opened anew', async () => {
    vi.useFakeTimers()
    const wires = [new Wire(), new Wire()] as const
    const { seen, lost } = await listen(wires)
    for (let minute = 0; minute < 4; minute++) {
      await vi.advanceTimersByTimeAsync(15_000)
      await wires[0].say(': still here\n\n')
    }
    expect(seen).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(SILENCE_MS + 1)
    expect(lost).toMatchObject([{ error: { code: 'network.timed_out' } }])
    expect(seen).toHaveLength(2)
    expect(wires[0].cancelled).toHaveBeenCalled()
  })

  it('is not waited for longer than any other answer when it opens', async () => {
    vi.useFakeTimers()
    const { lost } = await listen([])
    await vi.advanceTimersByTimeAsync(15_001)
    expect(lost).toMatchObject([{ error: { code: 'network.timed_out' } }])
  })
})

describe('listening', () => {
  it('is done once for all who ask, and ends with the last of them', async () => {
    const wire = new Wire()
    const { crm, seen, stop, lost } = await listen([wire])
    const stopToo = crm.connect()
    await settle()
    expect(seen).toHaveLength(1)
    stop()
    stop()
    await settle()
    expect(wire.cancelled).not.toHaveBeenCalled()
    stopToo()
    await settle()
    expect(wire.cancelled).toHaveBeenCalled()
    expect(lost).toEqual([{ final: true }])
  })

  it('ends with signing out, and starts afresh for whoever comes next', async () => {
    const wires = [new Wire(), new Wire()] as const
    const { crm, seen, stop, changes } = await listen(wires)
    await wires[0].say(told('3.1'))
    crm.signOut()
    await settle()
    expect(wires[0].cancelled).toHaveBeenCalled()
    crm.connect()
    await settle()
    stop()
    await wires[1].say(told('9.1'))
    expect(seen.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, null])
    expect(changes).toHaveLength(2)
  })

  it('goes on although one who listens throws', async () => {
    const raised: unknown[] = []
    const raise = (error: unknown) => raised.push(error)
    const before = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', raise)
    const wire = new Wire()
    const { crm, changes } = await listen([wire])
    crm.events.on('changed', () => {
      throw new Error('a fault of the page')
    })
    await wire.say(told('1.1'))
    await wire.say(told('1.2'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.removeListener('uncaughtException', raise)
    for (const listener of before) process.on('uncaughtException', listener)
    expect(changes).toHaveLength(2)
    expect(raised).toHaveLength(2)
  })
})
