import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { kitErrors } from '@crm/core'
import { UnreadableValue } from '../kit/store/readers.ts'
import { storeFailure } from '../kit/store/sql-error.ts'
import type { Answer, Ask, Snapshot, Told, WorkerStart } from './pglite-messages.ts'

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Beside this file, as source or as built. */
/** Beside this file as it is written; once built, this file may lie one folder higher. */
const workerFile = ['./pglite-worker.ts', './pglite-worker.js', './node/pglite-worker.js']
  .map((name) => new URL(name, import.meta.url))
  .find((url) => existsSync(url))!
let program: Promise<WebAssembly.Module | undefined> | undefined

/** Compiling takes longer than the rest of opening; where the file lies elsewhere, so be it. */
async function compiled(): Promise<WebAssembly.Module | undefined> {
  try {
    const file = new URL('./pglite.wasm', import.meta.resolve('@electric-sql/pglite'))
    return await WebAssembly.compile(await readFile(file))
  } catch {
    return undefined
  }
}

const OPEN_MS = 60_000
const SLOW_MS = 60_000

/** A running PGlite in a thread of its own. Once dead it stays dead; open another. */
export class PgliteLink {
  /** Why nothing more can be asked; nothing while it lives. */
  death: Error | undefined
  /** Resolves when the thread has ended, and with it its hold on the files. */
  readonly gone: Promise<void>
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #next = 1

  /**
   * Start a thread and open the store in it. The cause of a refusal is what PGlite said.
   */
  static async open(start: Omit<WorkerStart, 'program'>, handOver = false): Promise<PgliteLink> {
    program ??= compiled()
    const link = new PgliteLink({ ...start, program: await program }, handOver)
    await link.#expect(0, OPEN_MS).catch(async (error: Error) => {
      await link.kill(error)
      throw error
    })
    return link
  }

  private constructor(start: WorkerStart, handOver: boolean) {
    this.#worker = new Worker(workerFile, {
      workerData: start,
      execArgv: [],
      stderr: false,
      // Moving a hundred megabytes takes no time; copying them holds everybody up.
      ...(handOver && start.image && { transferList: [start.image.buffer as ArrayBuffer] }),
    })
    this.#worker.on('message', (told: Told) => this.#hear(told))
    this.#worker.on('error', (error) => this.#die(storeFailure(error, 0)))
    this.gone = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#die(kitErrors.storeUnavailable('its thread has ended'))
        resolve()
      })
    })
  }

  /** One statement, with its parameters apart; overdue, the whole thread is ended. */
  query(sql: string, parameters: readonly (string | null)[], deadline: number): Promise<Answer> {
    return this.#ask({ kind: 'query', sql, parameters }, deadline) as Promise<Answer>
  }

  /** Everything in the store, as a new one can begin with. */
  image(): Promise<Uint8Array> {
    return this.#ask({ kind: 'image' }, SLOW_MS) as Promise<Uint8Array>
  }

  /** A whole store at one moment, with what is in it. */
  snapshot(): Promise<Snapshot> {
    return this.#ask({ kind: 'snapshot' }, SLOW_MS) as Promise<Snapshot>
  }

  /** Shut the store down in order, then end the thread. */
  async close(): Promise<void> {
    await this.#ask({ kind: 'close' }, SLOW_MS).catch(() => undefined)
    await this.kill(kitErrors.storeClosed())
  }

  /** End the thread now. What was acknowledged is on file; what was not, is not. */
  async kill(cause: Error): Promise<void> {
    this.#die(cause)
    this.#worker.ref()
    await this.#worker.terminate()
    await this.gone
  }

  #ask(ask: Ask, deadline: number): Promise<unknown> {
    if (this.death) return Promise.reject(this.death)
    const id = this.#next++
    this.#worker.postMessage({ id, ...ask })
    return this.#expect(id, deadline)
  }

  #expect(id: number, deadline: number): Promise<unknown> {
    // An idle store keeps no process alive; a question to it does.
    this.#worker.ref()
    const timer = setTimeout(() => void this.kill(kitErrors.deadline(deadline)), deadline)
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
    }).finally(() => {
      clearTimeout(timer)
      if (this.#pending.size === 0 && !this.death) this.#worker.unref()
    })
  }

  #hear(told: Told): void {
    if (told.kind === 'open') this.#settle(0)?.resolve(undefined)
    else if (told.kind === 'answer') this.#settle(told.id)?.resolve(told.value)
    else this.#refuse(told)
  }

  #refuse({ id, refusal, nature }: Extract<Told, { kind: 'refusal' }>): void {
    const error = nature === 'value' ? new UnreadableValue(refusal.message) : undefined
    this.#settle(id)?.reject(error ?? storeFailure(refusal, 0))
    if (nature === 'fatal') void this.kill(storeFailure(refusal, 0))
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #die(cause: Error): void {
    this.death ??= cause
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(this.death)
  }
}
