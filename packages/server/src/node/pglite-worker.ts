import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { readerOf } from '../kit/store/readers.ts'
import { countRows } from './backup/count-rows.ts'
import type { Answer, Ask, Snapshot, Told, WorkerStart } from './pglite-messages.ts'

// PGlite keeps its thread busy for as long as a statement runs. Here that is nobody else's thread,
// and one that runs too long is ended together with it.

const port = parentPort!
const tell = (told: Told, transfer: ArrayBuffer[] = []) => port.postMessage(told, transfer)

async function open({ folder, image, program }: WorkerStart): Promise<PGlite> {
  const how = program && { pgliteWasmModule: program }
  const from = image && { loadDataDir: new Blob([image as Uint8Array<ArrayBuffer>]) }
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) {
    // A first start that is killed half-way must not leave half a store under the real name.
    const draft = `${folder}.new`
    rmSync(draft, { recursive: true, force: true })
    const made = await PGlite.create({ dataDir: draft, ...how, ...from })
    await made.close()
    renameSync(draft, folder)
  }
  const db = await PGlite.create({
    ...how,
    ...(folder !== undefined ? { dataDir: folder } : from),
  })
  // Values travel as text both ways, so that one set of readers serves every engine.
  for (const oid of Object.keys(db.serializers)) db.serializers[Number(oid)] = String
  for (const oid of Object.keys(db.parsers)) db.parsers[Number(oid)] = readerOf(Number(oid))
  await db.exec(`set timezone = 'UTC'; set datestyle = 'ISO'; set client_min_messages = 'warning'`)
  return db
}

async function answer(db: PGlite, ask: Ask): Promise<unknown> {
  if (ask.kind === 'query') {
    const { rows, rowCount, affectedRows, command } = await db.query(ask.sql, [...ask.parameters])
    return { rows, rowCount: rowCount ?? affectedRows ?? 0, command: command ?? '' } as Answer
  }
  if (ask.kind === 'image') {
    await db.exec('checkpoint')
    return new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer())
  }
  if (ask.kind === 'snapshot') return snapshot(db)
  await db.close()
  return undefined
}

async function snapshot(db: PGlite): Promise<Snapshot> {
  const facts = await countRows(async (sql) => (await db.query(sql)).rows as never)
  await db.exec('checkpoint')
  return { ...facts, image: new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer()) }
}

/** Only what the statement names; PGlite's errors carry its parameters as well. */
function refuse(id: number, error: unknown): void {
  const { code, message, constraint, table, column, severity, name } = error as Record<
    string,
    string | undefined
  >
  const isStatement = id !== 0 && /^[0-9A-Z]{5}$/.test(code ?? '') && severity === 'ERROR'
  const nature = name === 'UnreadableValue' ? 'value' : isStatement ? 'statement' : 'fatal'
  const refusal = { code, message: message ?? String(error), constraint, table, column }
  tell({ kind: 'refusal', id, refusal, nature })
}

open(workerData as WorkerStart).then(
  (db) => {
    port.on('message', ({ id, ...ask }: Ask & { readonly id: number }) => {
      answer(db, ask as Ask).then(
        (value) => {
          const { image } = (value ?? {}) as { image?: unknown }
          const bytes = value instanceof Uint8Array ? value : image
          const transfer = bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : []
          tell({ kind: 'answer', id, value }, transfer)
        },
        (error: unknown) => refuse(id, error),
      )
    })
    tell({ kind: 'open' })
  },
  (error: unknown) => refuse(0, error),
)
