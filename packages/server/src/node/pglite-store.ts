import { kitErrors } from '@crm/core'
import type { Store } from '../kit/store/store.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { openingFailure } from './opening-failure.ts'
import { PgliteLink } from './pglite-link.ts'
import type { Snapshot } from './pglite-messages.ts'
import { type Connection, type Statement, storeOver } from './store-over-connections.ts'
import { createTurns } from './turns.ts'

/** Where an embedded store lives and how patient it is. */
export interface EmbeddedOptions {
  /** A folder of its own, made when it is not there; `memory` forgets everything at the end. */
  readonly folder: string | 'memory'
  /** Milliseconds a statement may take before its thread is ended; 5,000 unless told otherwise. */
  readonly deadline?: number
  /** Milliseconds to wait for the connection; 3,000 unless told otherwise. */
  readonly patience?: number
  /** What another store gave as its {@link EmbeddedStore.image}, to begin with instead of nothing. */
  readonly image?: Uint8Array
  /** True where nobody needs the image afterwards: it is handed over, not copied. */
  readonly handOver?: boolean
}

/** A store in a folder or in memory, without a server. */
export interface EmbeddedStore extends Store {
  readonly engine: 'pglite'
  /** Everything in it, as another store can begin with: a copy within a fraction of a second. */
  image(): Promise<Uint8Array>
  /** The same with what is in it, taken at one moment: for a backup. */
  snapshot(): Promise<Snapshot>
}

/**
 * Open a store that needs no server: PGlite in a thread of its own, behind a lock on its folder.
 * It survives the end of its process at any moment; it does not survive a power cut, because
 * nothing is flushed to the disk itself. One connection serves all, in turn.
 *
 * A statement that overruns its deadline ends the thread; the same folder is open again in about
 * half a second with every acknowledged row. A store in memory has nothing to open again and
 * stays closed.
 *
 * @throws `store.locked`, `store.disk_full`, `store.damaged`
 */
export async function openEmbeddedStore(options: EmbeddedOptions): Promise<EmbeddedStore> {
  const { deadline = 5_000, patience = 3_000 } = options
  const lock = options.folder === 'memory' ? undefined : lockFolder(options.folder)
  const host = await openHost(options, lock)
  const turns = createTurns()

  async function connect(limit: number): Promise<Connection> {
    const endTurn = await turns.take(patience)
    try {
      return holdLink(await host.link(), limit, endTurn)
    } catch (error) {
      endTurn()
      throw error
    }
  }

  async function image(): Promise<Uint8Array> {
    const endTurn = await turns.take(patience)
    return host
      .link()
      .then((link) => link.image())
      .finally(endTurn)
  }

  async function close(): Promise<void> {
    const endTurn = await turns.take(patience + deadline).catch(() => () => {})
    await host.close()
    endTurn()
  }

  const store = storeOver({ name: 'pglite', deadline, connect, close })
  async function snapshot(): Promise<Snapshot> {
    const endTurn = await turns.take(patience + deadline)
    return host
      .link()
      .then((link) => link.snapshot())
      .finally(endTurn)
  }

  const origin = { deadline, ...(lock && { folder: lock.folder }) }
  return { ...store, engine: 'pglite', origin, image, snapshot }
}

interface Host {
  /** The running link, opened again when the last one died. */
  link(): Promise<PgliteLink>
  close(): Promise<void>
}

async function openHost(options: EmbeddedOptions, lock: FolderLock | undefined): Promise<Host> {
  const { handOver = false } = options
  let image = options.image
  let closed = false
  let current: Promise<PgliteLink>

  const open = async (): Promise<PgliteLink> => {
    const start = { folder: lock?.folder, image }
    // What was handed over is gone from here; what it held is in the folder by then.
    if (handOver) image = undefined
    const link = await PgliteLink.open(start, handOver).catch((cause: unknown) => {
      throw openingFailure(cause, lock?.folder)
    })
    if (lock) void link.gone.then(() => closed || reopen())
    return link
  }
  const reopen = () => {
    current = open()
    current.catch(() => undefined)
  }

  reopen()
  await current!.catch((error: unknown) => {
    lock?.release()
    throw error
  })

  return {
    async link() {
      if (closed) throw kitErrors.storeClosed()
      const link = await current.catch(() => {
        reopen()
        return current
      })
      if (!link.death) return link
      if (!lock) throw kitErrors.storeUnavailable('it was in memory, and its thread was ended')
      await link.gone
      return current
    },
    async close() {
      if (closed) return
      closed = true
      const link = await current.catch(() => undefined)
      await link?.close()
      lock?.release()
    },
  }
}

/**
 * A link for one holder. Who then forgets it for longer than the deadline loses it, and what they
 * began is rolled back: everybody else is waiting.
 */
function holdLink(link: PgliteLink, deadline: number, endTurn: () => void): Connection {
  let withdrawn: (() => Error) | undefined
  let timer: NodeJS.Timeout | undefined
  const withdraw = () => {
    withdrawn = () => kitErrors.deadline(deadline)
    link
      .query('rollback', [], deadline)
      .catch(() => undefined)
      .then(endTurn)
  }
  const query: Connection['query'] = async (statement, parameters) => {
    clearTimeout(timer)
    if (withdrawn) throw withdrawn()
    try {
      return await link.query(statement, parameters, deadline)
    } finally {
      timer = setTimeout(withdraw, deadline)
    }
  }
  let opening: Statement | undefined
  return {
    async query(statement, parameters) {
      const first = opening
      opening = undefined
      if (first && statement !== 'commit' && statement !== 'rollback')
        await query(first.text, first.values)
      return query(statement, parameters)
    },
    async begin(first) {
      await query('begin', [])
      // A failure before the work has begun would leave nobody to roll back.
      opening = first
    },
    release(broken) {
      clearTimeout(timer)
      if (withdrawn) return
      withdrawn = kitErrors.storeClosed
      if (broken && !link.death) void link.kill(kitErrors.storeUnavailable('a rollback failed'))
      endTurn()
    },
  }
}
