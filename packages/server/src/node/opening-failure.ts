import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { isCrmError, kitErrors } from '@crm/core'

/** Less than this and PostgreSQL cannot add a segment to its log, in bytes. */
const SEGMENT = 16 * 1024 * 1024

/** Why a store did not open, in the order a person would look: the disk first, then the files. */
export function openingFailure(cause: unknown, folder: string | undefined): Error {
  // A machine that is too busy to open a store in time says nothing of the store.
  if (isCrmError(cause) && ['store.disk_full', 'store.deadline'].includes(cause.code)) return cause
  if (folder === undefined) return kitErrors.storeUnavailable('it could not be made', cause)
  return isFull(folder) ? kitErrors.diskFull() : kitErrors.damaged(folder, cause)
}

/** Whether the disk under a folder has no room left to work in. */
export function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(folder))
    return bavail * bsize < SEGMENT
  } catch {
    return false
  }
}
