import { join } from 'node:path'
import { migrate, migrations, type Store } from '@crm/server'
import { openEmbeddedStore, openPostgresStore } from '@crm/server/node'
import { atLeast, atMost, known, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { makeCluster } from '../cluster.ts'
import { type FullDisk, fillDisk } from '../full-disk.ts'
import type { TrustProof } from '../row.ts'
import { makeSmallDisk, type SmallDisk } from '../small-disk.ts'

const linesOf = (engine: string, found: FullDisk): ProofLine[] => [
  atLeast(`R10 ${engine}: writes refused on a full disk`, found.refused, 10, 'writes'),
  zero(`R10 ${engine}: refused other than by a problem with 503 or 507`, found.unnamed, 'writes'),
  zero(`R10 ${engine}: plain reads that failed meanwhile`, found.readsFailed, `of ${found.reads}`),
  known(
    `R10 ${engine}: reads answered that need room for their record`,
    found.recordedReads,
    `of ${found.reads}`,
  ),
  zero(`R10 ${engine}: acknowledged writes lost`, found.lost, `of ${found.acknowledged + 1}`),
  timing(atMost(`R10 ${engine}: from room to the next write`, found.healthyMs, 10_000, 'ms')),
]

async function onPglite(disk: SmallDisk): Promise<ProofLine[]> {
  const store = await openEmbeddedStore({ folder: join(disk.folder, 'bank'), deadline: 30_000 })
  await migrate(store, migrations)
  const found = await fillDisk(store, disk)
  await store.close()
  return linesOf('PGlite', found)
}

/** The bank's data on a full disk; its log lies on another, as the operations guide asks for. */
async function onPostgres(disk: SmallDisk): Promise<ProofLine[]> {
  const cluster = await makeCluster(disk.folder)
  if (!cluster) return [notRun('R10 PostgreSQL', 'its programs are not here')]
  let store: Store | undefined
  try {
    cluster.start()
    store = openPostgresStore({ connect: cluster.connect, deadline: 30_000 })
    await migrate(store, migrations)
    return linesOf('PostgreSQL', await fillDisk(store, disk))
  } finally {
    await store?.close()
    cluster.remove()
  }
}

async function run(): Promise<ProofLine[]> {
  const lines: ProofLine[] = []
  for (const [megabytes, prove] of [
    [120, onPglite],
    [160, onPostgres],
  ] as const) {
    const disk = makeSmallDisk(megabytes)
    if (!disk) return [notRun('R10', 'a disk of a few megabytes takes root')]
    try {
      lines.push(...(await prove(disk)))
    } finally {
      disk.remove()
    }
  }
  return lines
}

export const proof: TrustProof = { rows: ['R10'], run }
