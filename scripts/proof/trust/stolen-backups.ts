// Backups in the wrong hands: read without keys, opened with another's, or passed off as the newest.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCrmError } from '@crm/core'
import { bank, castCustomers } from '@crm/core/fixtures'
import { type KeyService, sealNext } from '@crm/server'
import {
  backupEmbedded,
  type EmbeddedStore,
  memoryKeyService,
  restoreEmbedded,
  verifyEmbedded,
} from '@crm/server/node'
import { recordSystem } from '../../../packages/server/src/kit/audit/record.ts'

/** What came of it. */
export interface StolenBackups {
  /** Backups older than the newest. */
  readonly old: number
  /** Of those, refused with the very number of seals they go back by. */
  readonly gone: number
  /** Backups opened with another bank's keys. */
  readonly opened: number
  /** Names of customers that can be read in the files. */
  readonly legible: number
}

const OLDER = 6

/** Take some backups with the audit sealed in between, then do to them what a thief would. */
export async function stealBackups(
  store: EmbeddedStore,
  folder: string,
  service: KeyService,
): Promise<StolenBackups> {
  const keys = await store.vault.ready(store.db, bank.id)
  const manifests: string[] = []
  for (let n = 0; n <= OLDER; n++) {
    const at = `2026-03-05T1${n}:00:00.000Z`
    await store.transaction((tx) =>
      recordSystem(tx, keys, {
        event_id: `aud_steal_${n}`,
        at,
        action: 'sources.import',
        object_kind: 'delivery',
        object_id: `dlv_${n}`,
        result: 'done',
      }),
    )
    await sealNext(store, bank.id, at)
    const taken = await backupEmbedded({
      store,
      folder,
      service,
      verify: false,
      now: () => new Date(at),
    })
    manifests.push(taken.manifestFile)
  }
  let gone = 0
  let opened = 0
  const thief = memoryKeyService({ seed: 'another bank' })
  for (const [n, manifestFile] of manifests.entries()) {
    if (await works(verifyEmbedded(manifestFile, thief))) opened += 1
    if (n === OLDER) continue
    const into = join(folder, 'back')
    const refused = await restoreEmbedded({ manifestFile, service, into }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (isCrmError(refused) && refused.code === 'backup.rolls_back')
      if (refused.context.seals === OLDER - n) gone += 1
  }
  let legible = 0
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, file))
    legible += castCustomers.filter(({ name }) => bytes.includes(name)).length
  }
  return { old: OLDER, gone, opened, legible }
}

const works = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )
