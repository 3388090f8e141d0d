import type { BackupFacts } from '@crm/core'
import {
  backupStanding,
  type EmbeddedStore,
  fileKeyService,
  scheduleBackups,
} from '@crm/server/node'

/** The demonstration's backups: what is known of them, and how to stop taking them. */
export interface Backups {
  readonly backups: () => Promise<BackupFacts>
  readonly stop: () => Promise<void>
}

/**
 * Back the demonstration up at once and every quarter of an hour, beside its data; its keys are a file.
 * A bank keeps backups on another machine, and its keys in a KMS.
 */
export function keepBackups(store: EmbeddedStore, folder: string, keys: string): Backups {
  const service = fileKeyService(keys)
  const { stop } = scheduleBackups({
    store,
    folder,
    service,
    onFault: (error) => console.error(`  backup failed: ${String(error)}`),
  })
  return { backups: backupStanding({ folder, service }), stop }
}
