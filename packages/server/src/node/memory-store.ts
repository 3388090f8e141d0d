import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Migration, migrate } from '../kit/store/migrate.ts'
import { type EmbeddedStore, openEmbeddedStore } from './pglite-store.ts'

/** What a store in memory begins with. */
export interface MemoryOptions {
  readonly migrations: readonly Migration[]
  /**
   * Fills the first of its kind; the others of that `name` begin as copies of it. Where images are
   * kept in a `cache`, the name must tell one content from another: put a checksum into it.
   */
  readonly fill?: { readonly name: string; readonly with: (store: EmbeddedStore) => Promise<void> }
  /** A folder to keep images in from one process to the next; each is about 40 MB. */
  readonly cache?: string
  readonly deadline?: number
}

const images = new Map<string, Promise<Uint8Array>>()

/**
 * Open a store in memory with its schema in place, for tests and demonstrations. The first one is
 * built; every other with the same migrations begins as its copy, in about a quarter of the time.
 */
export async function openMemoryStore(options: MemoryOptions): Promise<EmbeddedStore> {
  const { migrations, fill, cache, deadline } = options
  const key = keyOf([engine, migrations, fill?.name])
  let image = images.get(key)
  if (!image) {
    image = readImage(cache, key) ?? buildImage(options, key)
    images.set(key, image)
    image.catch(() => images.delete(key))
  }
  return openEmbeddedStore({
    folder: 'memory',
    image: await image,
    ...(deadline !== undefined && { deadline }),
  })
}

/** Another version of the engine lies elsewhere, and may write its images otherwise. */
const engine = import.meta.resolve('@electric-sql/pglite')

const keyOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)

const fileOf = (cache: string, key: string): string => join(cache, `${key}.tar`)

function readImage(cache: string | undefined, key: string): Promise<Uint8Array> | undefined {
  if (cache === undefined) return undefined
  try {
    return Promise.resolve(new Uint8Array(readFileSync(fileOf(cache, key))))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function buildImage(
  { migrations, fill, cache }: MemoryOptions,
  key: string,
): Promise<Uint8Array> {
  const store = await openEmbeddedStore({ folder: 'memory', deadline: 60_000 })
  try {
    await migrate(store, migrations)
    await fill?.with(store)
    const image = await store.image()
    if (cache !== undefined) keepImage(cache, key, image)
    return image
  } finally {
    await store.close()
  }
}

/** Whole or not at all: several test processes may write the same one at once. */
function keepImage(cache: string, key: string, image: Uint8Array): void {
  mkdirSync(cache, { recursive: true })
  const draft = `${fileOf(cache, key)}.${process.pid}`
  writeFileSync(draft, image)
  renameSync(draft, fileOf(cache, key))
}
